"""`python -m qiaomen` is the `qiaomen` command."""

import sys

from qiaomen.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
