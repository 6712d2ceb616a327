"""Testing as pages and files show it: rounds, groups, people and tubes in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.console.asked import link
from qiaomen.console.parts import Segment
from qiaomen.console.sheets import mask
from qiaomen.places.naming import locate
from qiaomen.sampling.due import COUNTS, State
from qiaomen.sampling.models import Holds, Outcome, What
from qiaomen.sampling.queries import PersonRow, RoundRow
from qiaomen.sampling.queries_samples import PlaceSampleRow, Retest

OPENED_WITHIN = timedelta(minutes=5)
# States as marks of the shell: what is missing is a gap like any other.
MARKS: dict[str, str] = {
    State.WAITING: "todo", State.MISSING: "late", State.SAMPLED: "part", State.LATE: "late", State.RETEST: "todo",
    State.KNOWN: "part", State.TOLD: "done",
}  # fmt: skip


def example_words() -> dict[str, str]:
    """What each rule that ships as an example is called."""
    return {
        "closed-households": pgettext("cohort", "Closed households"),
        "isolation-sites": pgettext("cohort", "Isolation sites"),
        "key-groups-weekly": pgettext("cohort", "Key groups, weekly"),
        "schools-everybody": pgettext("cohort", "Schools, everybody in three days"),
        "schools-weekly-draw": pgettext("cohort", "Schools, a draw each week"),
        "staff-coming-back": pgettext("cohort", "Staff who come back"),
        "whole-town-2-days": pgettext("cohort", "A whole town in two days"),
        "whole-town-3-days": pgettext("cohort", "A larger town in three days"),
    }


def count_words() -> dict[str, str]:
    """What each number of a round is called."""
    return {
        "due": pgettext("test", "due"),
        "tested": pgettext("test", "tested"),
        "missing": pgettext("test", "missing"),
        "waiting": pgettext("test", "not yet their time"),
        "no_result": pgettext("test", "without a result"),
        "late": pgettext("test", "result is late"),
        "retest": pgettext("test", "to be tested again"),
        "with_result": pgettext("test", "with a result"),
        "untold": pgettext("test", "not told yet"),
        "told": pgettext("test", "told"),
    }


@dataclass(frozen=True, slots=True)
class Line:
    """A round in words, with the address of each number."""

    row: RoundRow
    state: str
    is_open: bool
    url: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is due, in words; `name` is masked for who may not see identity there."""

    row: PersonRow
    name: str
    holds: str
    state: str
    mark: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Again:
    """Somebody to be tested alone."""

    row: Retest
    name: str
    state: str
    mark: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A sample without a person."""

    row: PlaceSampleRow
    what: str
    result: str


def lines(several: Sequence[RoundRow]) -> list[Line]:
    """Rounds in words."""
    locate(several)
    now = timezone.now()
    found = []
    for one in several:
        is_open = one.frozen_at is not None and one.closes_at > now
        found.append(Line(one, _state(one, now, is_open), is_open, link("sampling_round", one.id)))
    return found


def _state(one: RoundRow, now: datetime, is_open: bool) -> str:
    if one.frozen_at is not None:
        return pgettext("round", "open") if is_open else _("over")
    # The clock opens it within a minute; after that somebody has to look why it did not.
    return _("could not be opened") if one.opens_at < now - OPENED_WITHIN else _("to come")


def segments(round: RoundRow, count: str) -> list[Segment]:
    """The numbers of a round as views of its list."""
    words = count_words()
    return [
        Segment(words[name], link("sampling_round", round.id, count=name), name == count, round.numbers[name])
        for name in COUNTS
        if name == "due" or round.numbers[name] or name == count
    ]


def people(worker: Worker, several: Sequence[PersonRow]) -> list[Person]:
    """People who are due, with where they are."""
    locate(several)
    named = tuple(areas(worker, Verb.SEE_IDENTITY))
    return [
        Person(
            one, one.name if one.path.startswith(named) else mask(one.name), str(Holds(one.holds).label),
            str(State(one.state).label), MARKS[one.state], str(Outcome(one.outcome).label) if one.outcome else "",
        )
        for one in several
    ]  # fmt: skip


def retests(worker: Worker, several: Sequence[Retest]) -> list[Again]:
    """Who is to be tested alone."""
    locate(several)
    named = tuple(areas(worker, Verb.SEE_IDENTITY))
    words = {"open": _("not tested yet"), "sampled": pgettext("test", "sampled")}
    marks = {"open": "late", "sampled": "part"}
    return [
        Again(
            one, one.name if one.path and one.path.startswith(named) else mask(one.name),
            words.get(one.state) or str(Outcome(one.state).label), marks.get(one.state, "done"),
        )
        for one in several
    ]  # fmt: skip


def place_samples(several: Sequence[PlaceSampleRow]) -> list[Spot]:
    """Samples without a person, with where they were taken."""
    locate(several)
    return [
        Spot(one, str(What(one.what).label), str(Outcome(one.result).label) if one.result else "") for one in several
    ]
