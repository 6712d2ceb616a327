"""A report as people read it: plain values in their language, one and the same for screen, Word, Excel, PDF and post.

Whoever writes a form of the report gets a `Shown` and nothing else, so the forms cannot disagree, and no form can tell
more than places and numbers: there is no person and no door in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Column:
    """A figure: its number for the whole report, and the report before: as it was said (`before`), as known now.

    `says` tells as of when it counts; `short` the same where the day is clear.
    """

    key: str
    name: str
    says: str
    number: int
    before: int | None = None
    before_now: int | None = None
    short: str = ""

    @property
    def difference(self) -> int:
        """By how much the report before has been corrected since."""
        return 0 if self.before is None or self.before_now is None else self.before_now - self.before

    @property
    def is_corrected(self) -> bool:
        return self.difference != 0

    @property
    def signed(self) -> str:
        """The correction as people write it: +3, −2."""
        return signed(self.difference)


@dataclass(frozen=True, slots=True)
class Line:
    """A place: `depth` is 0 for the report's own, `numbers` are in the order of the columns."""

    place: UUID
    name: str
    kind: str
    level: str
    code: str
    depth: int
    path: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A frozen report. The first line is its own place; the others follow in the order of the tree."""

    title: str
    place: str
    cut: datetime
    known: datetime
    number: int
    edition: str
    digest: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def corrected(self) -> list[Column]:
        """The figures of the report before that are known otherwise now."""
        return [column for column in self.columns if column.is_corrected]

    @property
    def heading(self) -> str:
        """Whose report it is, and what it is called."""
        return f"{self.place} {self.title}"

    @property
    def stamp(self) -> str:
        """Until when it counts, and until when it knows."""
        return _("until %(cut)s · as known on %(known)s · change %(number)s") % {
            "cut": minute(self.cut),
            "known": minute(self.known),
            "number": self.number,
        }

    @property
    def proof(self) -> str:
        """By what it is recognised: the edition that says what is counted, and the digest of what was counted."""
        return _("definition “%(edition)s” · SHA-256 %(digest)s") % {"edition": self.edition, "digest": self.digest}

    @property
    def filename(self) -> str:
        """What a file of it is called, without its ending: characters that every system takes."""
        name = f"{self.place} {self.title} {timezone.localtime(self.cut):%Y-%m-%d %H%M}"
        return "".join("-" if character in '\\/:*?"<>|' else character for character in name)


@dataclass(frozen=True, slots=True)
class Level:
    """The places of one kind and what lies in none of them (`elsewhere`), so that a level adds up to the whole."""

    word: str
    lines: tuple[Line, ...]
    elsewhere: tuple[int, ...]


def levels(shown: Shown) -> list[Level]:
    """The levels below the report's place, from the outermost in."""
    found: dict[str, list[Line]] = {}
    for line in shown.lines[1:]:
        found.setdefault(line.kind, []).append(line)
    by_depth = sorted(found.values(), key=lambda several: min(line.depth for line in several))
    return [_level(several, shown.lines[0].numbers) for several in by_depth]


def down_to(shown: Shown, depth: int) -> list[Line]:
    """The lines as far down as a page of paper goes."""
    return [line for line in shown.lines if line.depth <= depth]


def chunks(count: int, width: int) -> Iterator[range]:
    """Columns side by side, as many as a page takes, evenly."""
    pages = -(-count // width)
    for page in range(pages):
        yield range(count * page // pages, count * (page + 1) // pages)


def minute(moment: datetime) -> str:
    """A moment of a report, in the district's time."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def signed(difference: int) -> str:
    """A difference with its sign; nothing where there is none."""
    if not difference:
        return ""
    return f"+{difference:,}" if difference > 0 else f"−{-difference:,}"


def _level(lines: Sequence[Line], whole: Sequence[int]) -> Level:
    nested = _nested(lines)
    outer = [line for line in lines if line.path not in nested]
    inside = [sum(line.numbers[at] for line in outer) for at in range(len(whole))]
    elsewhere = tuple(total - part for total, part in zip(whole, inside, strict=True))
    return Level(lines[0].level, tuple(outer), elsewhere)


def _nested(lines: Sequence[Line]) -> set[str]:
    """Paths that lie inside another of these: a group inside a group counts once."""
    nested: set[str] = set()
    around = ""
    for path in sorted(line.path for line in lines):
        if around and path.startswith(around):
            nested.add(path)
        else:
            around = path
    return nested
