"""What a district's move to another server left behind, told to the district itself. No Django in here."""

from pathlib import Path

FILE = "moved-from"
"""In the district's data directory, while the copy is there: where it is, in words for an operator."""


def left_behind(data_dir: Path) -> str:
    """Where a locked copy of this district still is; empty where none is."""
    try:
        return (data_dir / FILE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
