"""Passes as their pages show them: what waits to be decided, what is stopped, all of them; a person's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_people
from qiaomen.access.roles import Verb
from qiaomen.campaigns.queries.names import names_of
from qiaomen.console import people_words
from qiaomen.console.asked import link
from qiaomen.console.parts import Segment
from qiaomen.console.passes_words import REASONS, REFUSALS
from qiaomen.console.people_page import TONES
from qiaomen.console.people_sections import Section
from qiaomen.console.people_words import word
from qiaomen.console.sheets import mask
from qiaomen.households.file import File
from qiaomen.passes import areas, asks, queries
from qiaomen.passes.minting import has_ended
from qiaomen.passes.models import Ask, Form, Pass, State
from qiaomen.people.models import Person
from qiaomen.places.models import Door, Place

SHOWN = 200
VIEWS = ("waiting", "refused", "stopped", "all")
STATE_TONES = {State.ACTIVE: "plain", State.SUSPENDED: "urgent", State.REVOKED: "outline"}


@dataclass(frozen=True, slots=True)
class Line:
    """A pass: whose, what it says, since when. `may` tells whether the reader decides about it."""

    id: UUID
    person: UUID
    name: str
    where: str
    form: str
    state: str
    state_word: str
    state_tone: str
    colour: str
    tone: str
    reason: str
    issued_at: datetime
    since: datetime
    ends: datetime | None
    verified: bool
    areas: Sequence[str]
    replaced: bool
    is_over: bool

    @property
    def key(self) -> str:
        return str(self.id)

    @property
    def is_active(self) -> bool:
        return self.state == State.ACTIVE and not self.is_over

    @property
    def is_revoked(self) -> bool:
        return self.state == State.REVOKED


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who asked: where, when, and who it is as far as name and number say."""

    id: UUID
    door: UUID
    where: str
    name: str
    person: UUID | None
    form: str
    at: datetime
    reason: str
    refused_at: datetime | None


def view_of(name: str | None) -> str:
    """Which of the views an address asks for."""
    return name if name in VIEWS else VIEWS[0]


def segments(worker: Worker, current: str) -> list[Segment]:
    """The views of passes, with how many stand in each."""
    named = {
        "waiting": _("Waiting"), "refused": pgettext("passes", "Refused"), "stopped": _("Suspended and revoked"),
        "all": _("All passes"),
    }  # fmt: skip
    counts = {
        "waiting": asks.waiting(worker).count(), "refused": asks.refused(worker).count(),
        "stopped": stopped(worker).count(), "all": seen(worker).count(),
    }  # fmt: skip
    return [Segment(said, link("passes", view=view), view == current, counts[view]) for view, said in named.items()]


def seen(worker: Worker, verb: Verb = Verb.SEE) -> QuerySet[Pass]:
    """The passes of the people whom the worker sees."""
    return Pass.objects.filter(person__in=visible_people(worker, verb).values("id")).order_by("-issued_at", "id")


def stopped(worker: Worker, verb: Verb = Verb.SEE) -> QuerySet[Pass]:
    """Those of them that do not count now, the newest first; what another pass replaced is left out."""
    return seen(worker, verb).exclude(state=State.ACTIVE).filter(replaced_by=None).order_by("-since", "id")


def colours(worker: Worker) -> list[tuple[str, str]]:
    """(word and how many, tone) of the passes that count, by colour."""
    counting = seen(worker).filter(Q(ends=None) | Q(ends__gt=timezone.now()), state=State.ACTIVE)
    found = dict(counting.order_by().values_list("colour").annotate(n=Count("id")))
    return [(f"{said} {found.get(name, 0):,}", TONES[name]) for name, said in people_words.COLOURS.items()]


def lines(worker: Worker, passes: Sequence[Pass], *, masked: bool = False) -> list[Line]:
    """These passes in words; names are covered for who may not see identities there, or for all."""
    people = Person.objects.in_bulk([one.person for one in passes])
    doors = Door.objects.select_related("place").in_bulk(
        [person.home_door_id for person in people.values() if person.home_door_id]
    )
    where = names_of({door.place.path for door in doors.values()})
    opened = set() if masked else _opened(worker, people)
    places = {place.path.rstrip(".").rpartition(".")[2]: place.name for place in _areas(passes)}
    return [_line(one, people.get(one.person), doors, where, opened, places) for one in passes]


def asked(worker: Worker, several: Sequence[Ask], *, masked: bool = False) -> list[Asked]:
    """Asks in words."""
    doors = Door.objects.select_related("place").in_bulk([one.door for one in several])
    where = names_of({door.place.path for door in doors.values()})
    people = Person.objects.in_bulk([one.person for one in several if one.person])
    opened = set() if masked else _opened(worker, people)
    return [
        Asked(
            one.id, one.door, _place(doors.get(one.door), where), _name(people.get(one.person), opened), one.person,
            str(Form(one.form).label), one.at, word(REFUSALS, one.reason) if is_refused(one) else "",
            one.decided_at if is_refused(one) else None,
        )
        for one in several
    ]  # fmt: skip


def is_refused(one: Ask) -> bool:
    """Whether no pass came of it; else it waits, or there is a pass."""
    return one.decided_at is not None and one.pass_id is None


def section(reader: Worker, file: File, health: bool) -> Section | None:
    """The passes of a person, and what one may do about them; a button where there is none and one may issue."""
    found = queries.passes_of(file.ids.canonical)
    places = [one.home_door.place for one in file.people if one.home_door is not None]
    may = any(reader.may(Verb.DECIDE, place) for place in places)
    if not found and not may:
        return None
    shown = lines(reader, found)
    return Section(
        "console/passes/section.html",
        {
            "person": file.ids.canonical, "passes": [one for one in shown if not one.is_revoked],
            "ended": [one for one in shown if one.is_revoked], "may": may, "reasons": list(REASONS.items()),
            "forms": Form.choices, "all": link("passes"),
        },
    )  # fmt: skip


def _line(
    one: Pass, person: Person | None, doors: dict[UUID, Door], where: dict[str, str], opened: set[UUID],
    places: dict[str, str],
) -> Line:  # fmt: skip
    home = doors.get(person.home_door_id) if person and person.home_door_id else None
    over = one.state != State.REVOKED and has_ended(one, timezone.now())
    return Line(
        id=one.id, person=one.person, name=_name(person, opened), where=_place(home, where),
        form=str(Form(one.form).label), state=one.state,
        state_word=pgettext("pass", "ended") if over else str(State(one.state).label),
        state_tone="outline" if over else STATE_TONES[State(one.state)],
        colour=str(people_words.COLOURS[one.colour]), tone=TONES[one.colour],
        reason=word(REASONS, one.reason) if one.reason else "", issued_at=one.issued_at, since=one.since,
        ends=one.ends, verified=one.verified,
        areas=[places.get(area, area) for area in one.areas] or [_("the whole district")],
        replaced=one.replaced_by is not None, is_over=over,
    )  # fmt: skip


def _opened(worker: Worker, people: dict[UUID, Person]) -> set[UUID]:
    """Whose names the worker may read."""
    return set(visible_people(worker, Verb.SEE_IDENTITY).filter(pk__in=list(people)).values_list("pk", flat=True))


def _name(person: Person | None, opened: set[UUID]) -> str:
    if person is None:
        return ""
    return person.name if person.pk in opened else mask(person.name)


def _place(door: Door | None, where: dict[str, str]) -> str:
    return f"{where[door.place.path]} {door.label}".strip() if door is not None else ""


def _areas(passes: Sequence[Pass]) -> list[Place]:
    return areas.named(sorted({area for one in passes for area in one.areas}))
