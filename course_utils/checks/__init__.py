"""What an exercise's test cell calls: friendly checks, derivations line by line, and the probes that grading uses.

Each assignment has a module of its own here; ``report``, ``answers``, ``compare`` and ``derivation`` are what they
share.
"""
