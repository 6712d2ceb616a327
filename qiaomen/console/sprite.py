"""The words that components know: icons and marks that static/console/icons.svg draws, and tones."""

import re
from pathlib import Path

SPRITE = Path(__file__).parent / "static" / "console" / "icons.svg"
_NAMES = re.findall(r'<symbol id="([im])-([a-z]+)"', SPRITE.read_text("utf-8"))
ICONS = frozenset(name for kind, name in _NAMES if kind == "i")
MARKS = frozenset(name for kind, name in _NAMES if kind == "m")

# Red, yellow and green are the outbreak's; urgent is ink turned over; violet is movement and clues.
TONES = frozenset({"", "brand", "urgent", "violet", "red", "yellow", "green", "red-solid", "outline", "plain"})


def known(value: str, among: frozenset[str], what: str) -> str:
    """The value, if it is one of those; ValueError where a template has a word that does not exist."""
    if value not in among:
        raise ValueError(f"{what} {value!r} does not exist; there are {', '.join(sorted(among))}")
    return value
