"""What the door's page and the drawn building say, from what the queries read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from qiaomen.attachments.queries import Photo
from qiaomen.base.kinds import KINDS
from qiaomen.campaigns.queries.building import Standing
from qiaomen.campaigns.queries.door import Member, Telling
from qiaomen.campaigns.questionnaires import Question, Sheet, sheet
from qiaomen.campaigns.states import Flag, Presence, State
from qiaomen.console import doors as drawn
from qiaomen.console import words
from qiaomen.console.asked import link
from qiaomen.console.people_telling import Cast
from qiaomen.people.models import Sex
from qiaomen.places.models import DoorKind, Place, PlaceKind

NOBODY_NAMED = Cast()
FLAG_MARKS = {Flag.FEVER: "fever", Flag.SYMPTOM: "fever", Flag.RETURNEE: "travel", Flag.NEED: "help"}


def face(door: Standing, place: Place, campaign: UUID, *, health: bool) -> drawn.Door:
    """A door of the drawn building: within one stairwell or building its room says enough."""
    state = drawn.OF_TARGET[door.state] if door.state is not None else "wrong" if not door.is_open else "todo"
    flags = door.flags if health else door.flags & ~words.HEALTH
    marks = list(dict.fromkeys(mark for flag, mark in FLAG_MARKS.items() if flags & flag))
    inside = door.place_kind in (PlaceKind.STAIRWELL, PlaceKind.BUILDING) and door.floor is not None
    return drawn.Door(
        label=(door.room or door.label) if inside else door.label,
        state=state,
        url=link("door", door.id, campaign=campaign),
        count=_count(door),
        of=door.people if door.state == State.PARTIAL else None,
        flags=marks,
        stairwell=_stairwell(door),
        floor=door.floor,
    )


def _stairwell(door: Standing) -> str:
    """The column in which a door stands: its place, or the stairwell that its label names where that is no place."""
    if door.place_kind != PlaceKind.BUILDING or not door.stairwell:
        return door.place_name
    return _("stairwell %(n)s") % {"n": door.stairwell} if door.stairwell.isdecimal() else door.stairwell


def _count(door: Standing) -> int | None:
    match door.state:
        case State.ANSWERED | State.REMOTE:
            return door.people
        case State.PARTIAL:
            return door.people - door.unaccounted
        case State.ABSENT:
            return door.attempts
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the time line, in words."""

    telling: Telling
    mark: str
    title: str
    details: list[str]
    flags: list[str]
    may_take_back: bool
    may_correct: bool
    clocks: list[str]
    url: str
    photos: list[Photo]
    photos_awaited: int
    words: list[str]

    @property
    def author(self) -> str:
        """Who wrote it."""
        return words.author_word(self.telling.author_id, self.telling.author)


def lines(
    told: Sequence[Telling],
    photos: Mapping[UUID, Sequence[Photo]],
    *,
    may_decide: bool,
    health: bool,
    opened: Mapping[UUID, Mapping[str, Any]] | None = None,
    door: UUID | None = None,
    cast: Cast = NOBODY_NAMED,
) -> list[Line]:
    """The time line: what each record says, whether the reader may take it back, and its words where `opened`."""
    return [
        Line(
            telling=one,
            mark=words.OUTCOMES.get(one.outcome, "ok"),
            title=_title(one),
            details=_moved(one, door, cast) if one.kind == "move" else _details(one, health=health),
            flags=[RECORD_FLAGS[flag]() for flag in one.flags if flag in RECORD_FLAGS],
            may_take_back=one.counts and may_decide and KINDS[one.kind].amendable,
            may_correct=one.counts and may_decide and one.kind == "visit",
            clocks=clocks(one.at, one.device_at, one.received_at),
            url=link("person", one.person) if one.kind == "move" and one.person in cast.people else "",
            photos=[photo for photo in photos.get(one.id, ()) if photo.id is not None],
            photos_awaited=_awaited(one, photos.get(one.id, ())),
            words=_words(one, (opened or {}).get(one.record or one.id, {})),
        )
        for one in told
    ]


def _words(one: Telling, opened: Mapping[str, Any]) -> list[str]:
    """Notes and answers in words; whom the register lacked stands with the household, not here."""
    edition = one.body.get("edition")
    questions = sheet(UUID(edition)) if edition else None
    found: list[str] = []
    for path, value in opened.items():
        name = path.rpartition(".")[2]
        if name in ("note", "reason"):
            found.append(str(value))
        elif name == "texts" and questions is not None:
            asked = questions.person | questions.door
            found += [f"{said(asked[key]) if key in asked else key}: {text}" for key, text in value.items()]
    return found


def _awaited(one: Telling, photos: Sequence[Photo]) -> int:
    """How many photos the record names or has begun to send that are not here as a whole."""
    here = {str(photo.upload) for photo in photos if photo.id is not None}
    begun = {str(photo.upload) for photo in photos}
    return len((begun | set(one.body.get("photos", []))) - here)


RECORD_FLAGS = {
    "clock": lambda: _("the phone's clock was wrong"),
    "late_after_grant": lambda: _("arrived long after this door was theirs"),
    "version_conflict": lambda: _("somebody else had changed the door"),
}


LATE = timedelta(minutes=10)
WRONG = timedelta(minutes=1)


def clocks(at: datetime, device_at: datetime, received_at: datetime) -> list[str]:
    """Where the phone's clock and the server's tell different things: it came late, or the phone's clock was off."""
    found = []
    if received_at - at > LATE:
        found.append(_("arrived %(time)s later") % {"time": words.duration(received_at - at)})
    if abs(device_at - at) > WRONG:
        found.append(_("the phone's clock said %(time)s") % {"time": words.moment(device_at)})
    return found


def _moved(one: Telling, door: UUID | None, cast: Cast) -> list[str]:
    """Who moved in or out, and from or to where."""
    other = one.body.get("from_door") if one.door == door else one.door
    who = cast.person(one.person) if one.person else ""
    if one.door == door:
        return [_("%(who)s moved in from %(door)s") % {"who": who, "door": cast.door(other)}] if other else [who]
    return [_("%(who)s moved to %(door)s") % {"who": who, "door": cast.door(other)}]


def _title(one: Telling) -> str:
    if one.kind == "visit":
        return words.outcome_word(one.outcome)
    if one.kind == "claim_review":
        return _("claim accepted") if one.body.get("accepted") else _("claim denied, to be knocked again")
    return words.kind_word(one.kind)


def _details(one: Telling, *, health: bool) -> list[str]:
    found = _presences(one.body.get("people", []))
    if one.body.get("confirmed_by"):
        found.append(
            {"neighbour": _("a neighbour confirms"), "manager": _("the manager confirms")}[one.body["confirmed_by"]]
        )
    found += _of_register(one)
    edition = one.body.get("edition")
    if edition and health:
        found += answers(sheet(UUID(edition)), one.body)
    return found


def _of_register(one: Telling) -> list[str]:
    """What a record changed of the door itself."""
    if one.kind not in ("door_added", "door_changed"):
        return []
    body, found = one.body, []
    if body.get("label"):
        found.append(_("label %(label)s") % {"label": body["label"]})
    if body.get("kind"):
        found.append(str(DoorKind(body["kind"]).label))
    if body.get("is_open") is not None:
        found.append(_("in use") if body["is_open"] else _("not in use"))
    return found


def _presences(people: Sequence[dict[str, Any]]) -> list[str]:
    counted = {presence: sum(one["presence"] == presence for one in people) for presence in Presence.values}
    return [f"{Presence(presence).label} {number}" for presence, number in counted.items() if number]


def answers(questions: Sheet, body: dict[str, Any]) -> list[str]:
    """What was asked of the door and answered, in the reader's language."""
    found = []
    for name, answer in body.get("answers", {}).items():
        question = questions.door.get(name)
        if question is not None and answer not in (None, "", []):
            found.append(f"{said(question)}: {_answer(question, answer)}")
    return found


def said(one: Any) -> str:
    """A question or a choice in the reader's language."""
    return str(one.en if (get_language() or "").startswith("en") else one.zh)


def _answer(question: Question, answer: Any) -> str:
    if isinstance(answer, bool):
        return _("yes") if answer else _("no")
    choices = {choice.value: said(choice) for choice in question.choices}
    given = answer if isinstance(answer, list) else [answer]
    return _(", ").join(choices.get(str(one), str(one)) for one in given)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the household, as the page shows them; number and phones only where they were opened."""

    member: Member
    about: str
    presence: str
    is_missing: bool
    marks: list[tuple[str, str]]
    number: str = ""
    phones: str = ""


def people(members: Sequence[Member], opened: dict[UUID, tuple[str, str]], *, health: bool) -> list[Person]:
    """The household; `opened` are number and phones by person, for those whose identity was asked for."""
    return [
        Person(
            member=one,
            about=_about(one),
            presence=str(Presence(one.presence).label) if one.presence else _("nobody has asked yet"),
            is_missing=one.presence == Presence.UNACCOUNTED,
            marks=[
                (mark, str(flag.label))
                for flag, mark in FLAG_MARKS.items()
                if (one.flags if health else one.flags & ~words.HEALTH) & flag
            ],
            number=opened.get(one.id, ("", ""))[0],
            phones=opened.get(one.id, ("", ""))[1],
        )
        for one in members
    ]


def _about(one: Member) -> str:
    parts = [one.relation] if one.relation else []
    if one.sex in (Sex.MALE, Sex.FEMALE):
        parts.append(str(Sex(one.sex).label))
    if one.birth_year:
        age = timezone.localdate().year - one.birth_year
        parts.append(ngettext("%(n)s year", "%(n)s years", age) % {"n": age})
    if one.works_here:
        parts.append(_("works here"))
    return " · ".join(parts)


def window(since: datetime | None, until: datetime | None) -> str:
    """When the next try is due: 22 Mar 18:00–21:00."""
    if since is None:
        return ""
    end = f"–{timezone.localtime(until):%H:%M}" if until else ""
    return f"{words.moment(since)}{end}"
