"""Say in one sentence what is missing to make the course's virtual environment; silent when nothing is."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "The course needs Python 3.11 or newer, and this is %d.%d. Where a newer one is installed, name it: "
        "make lab PYTHON=python3.12" % sys.version_info[:2]
    )
try:
    import ensurepip  # noqa: F401
except ImportError:
    sys.exit(
        "This Python cannot make virtual environments. On Debian or Ubuntu install the package python%d.%d-venv, "
        "then try again." % sys.version_info[:2]
    )
