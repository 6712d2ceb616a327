"""Whom an edition moves, in words: from what to what, household by household, as far as the reader sees them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.console import words
from qiaomen.console.asked import link
from qiaomen.console.policy_page import TONES, colour_word, measure_word
from qiaomen.people.models import Person
from qiaomen.policy import documents, editions, whatif
from qiaomen.policy.language import Document
from qiaomen.policy.whatif import Held, Household, Move

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Side:
    """What is asked of a person, before or after."""

    measure: str
    colour: str
    tone: str
    until: datetime | None

    @property
    def text(self) -> str:
        """The measure, and until when."""
        return _("%(measure)s until %(time)s") % {
            "measure": self.measure, "time": words.moment(self.until),
        } if self.until else self.measure  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to move, and how many people go it."""

    before: Side
    after: Side
    people: int


@dataclass(frozen=True, slots=True)
class Row:
    """One person who moves."""

    name: str
    url: str
    where: str
    label: str
    before: Side
    after: Side


@dataclass(frozen=True, slots=True)
class Moved:
    """A what-if: sums, then people by address."""

    people: int
    households: int
    without_phone: int
    kinds: Sequence[Kind]
    rows: Sequence[Row]
    more: int


@dataclass(frozen=True, slots=True)
class Home:
    """A household to be phoned."""

    label: str
    where: str
    url: str
    has_phone: bool
    people: Sequence[Row]


def moved(moves: Sequence[Move], text: str, reader: Worker) -> Moved:
    """A what-if for a draft's text."""
    seen = _seen(moves, reader)
    documents_ = [documents.read(text), *_in_force()]
    counted = Counter((move.before.measure, move.before.colour, move.after.measure, move.after.colour) for move in seen)
    sums = whatif.counts(seen)
    return Moved(
        people=sums.people,
        households=sums.households,
        without_phone=sums.without_phone,
        kinds=[
            Kind(_side(documents_, Held(before, was)), _side(documents_, Held(after, becomes)), people)
            for (before, was, after, becomes), people in counted.most_common()
        ],
        rows=_rows(seen[:SHOWN], documents_),
        more=max(len(seen) - SHOWN, 0),
    )


def households(several: Iterable[Household], reader: Worker, verb: Verb = Verb.SEE) -> list[Home]:
    """The households that an edition moves where the reader may do this, by address."""
    named = _in_force()
    paths = areas(reader, verb)
    seen = [home for home in several if _inside(home.path, paths)]
    lines = iter(_rows([move for home in seen for move in home.people], named))
    return [
        Home(
            label=home.label,
            where=home.neighbourhood,
            url=link("door", home.door) if home.door else "",
            has_phone=home.has_phone,
            people=[next(lines) for _move in home.people],
        )
        for home in seen
    ]


def _rows(moves: Sequence[Move], named: Sequence[Document]) -> list[Row]:
    names: dict[UUID, str] = dict(Person.objects.filter(pk__in=[m.person for m in moves]).values_list("id", "name"))
    return [
        Row(
            name=names.get(move.person, ""),
            url=link("person", move.person),
            where=move.neighbourhood,
            label=move.label,
            before=_side(named, move.before),
            after=_side(named, move.after),
        )
        for move in moves
    ]


def _side(named: Sequence[Document], held: Held) -> Side:
    return Side(measure_word(named, held.measure), colour_word(held.colour), TONES[held.colour], held.until)


def _seen(moves: Sequence[Move], reader: Worker) -> list[Move]:
    paths = areas(reader, Verb.SEE)
    return [move for move in moves if _inside(move.path, paths)]


def _inside(path: str, paths: Sequence[str]) -> bool:
    return any(path.startswith(one) for one in paths)


def _in_force() -> list[Document]:
    return [document for _id, _hour, document in editions.chain(timezone.now())]
