"""Shifts as a calendar that phones read (RFC 5545). Where and when; nobody's name but the file's owner knows it."""

from collections.abc import Iterable
from datetime import UTC, datetime

from qiaomen.shifts.queries import Row

LONGEST = 73
"""Octets of a line; a longer one goes on in the next, after a space."""


def written(rows: Iterable[Row], now: datetime) -> str:
    """The file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//qiaomen//shifts//"]
    for one in rows:
        lines += [
            "BEGIN:VEVENT", f"UID:{one.id}@qiaomen", f"DTSTAMP:{_at(now)}", f"DTSTART:{_at(one.begins_at)}",
            f"DTEND:{_at(one.ends_at)}", f"SUMMARY:{_text(f'{one.slot_name} {one.post_words}')}",
            f"LOCATION:{_text(one.place_name)}", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for letter in ("\\", ";", ","):
        words = words.replace(letter, f"\\{letter}")
    return words.replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > LONGEST:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]
