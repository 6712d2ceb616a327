"""How much of a disk is kept free, for processes that do not load the application."""

import os

_MEGABYTE = 1024 * 1024


def kept_free() -> int:
    """Bytes below which nothing more is taken in."""
    return int(os.environ.get("QIAOMEN_KEEP_FREE") or 1024) * _MEGABYTE
