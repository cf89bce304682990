"""Grading: what holds for honest students, and when things break."""
