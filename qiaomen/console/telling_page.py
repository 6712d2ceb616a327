"""Messages to many and rounds, in words: who a message is for, why somebody was missed, and where they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.base.catalogue import CATALOGUE
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries.walking import walk
from qiaomen.console import parts
from qiaomen.console.asked import link, shows_health
from qiaomen.console.sheets import mask
from qiaomen.console.views import lists_people
from qiaomen.lists.membership import counted, paths_of
from qiaomen.outreach import messages, queries
from qiaomen.outreach.audience import MOST, Audience, Recipient
from qiaomen.outreach.messages import Numbers
from qiaomen.outreach.models import Daily, Message, Outcome, RoundWhat, Via, Why
from qiaomen.outreach.queries import Row
from qiaomen.outreach.queries_rounds import RoundRow, Spot
from qiaomen.places.models import DoorKind, PlaceKind
from qiaomen.places.naming import locate

LINKS = (
    PlaceKind.STAIRWELL, PlaceKind.BUILDING, PlaceKind.ALLEY, PlaceKind.COMPOUND, PlaceKind.ENCLOSURE,
    PlaceKind.URBAN_VILLAGE, PlaceKind.RESIDENT_GROUP, PlaceKind.GRID, PlaceKind.COMMUNITY, PlaceKind.STREET,
    PlaceKind.SCHOOL, PlaceKind.STATION, PlaceKind.GATE,
)  # fmt: skip
KINDS = (
    DoorKind.SHOP, DoorKind.RESTAURANT, DoorKind.HOTEL, DoorKind.VENUE, DoorKind.OFFICE, DoorKind.SCHOOL,
    DoorKind.DORMITORY,
)  # fmt: skip
STAGES = {"done": "done", "late": "late", "open": "todo", "ended": "vacant"}
Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A message in its list."""

    message: Message
    who: str
    numbers: Numbers
    state: str
    mark: str
    url: str


@dataclass(frozen=True, slots=True)
class EachDay:
    """What goes out each day; `failed`: why the last one did not."""

    daily: Daily
    who: str
    failed: str


@dataclass(frozen=True, slots=True)
class Line:
    """A recipient in words."""

    row: Row
    name: str
    state: str
    mark: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A recipient of a preview."""

    where: str
    label: str


def rooms(worker: Worker, current: str) -> list[parts.Segment]:
    """The rooms of telling people."""
    found = [("outreach_messages", pgettext("room", "Messages")), ("outreach_rounds", pgettext("room", "Rounds"))]
    found.append(("outreach", _("Handed out")))
    if worker.may(Verb.ASSIGN):
        found.append(("outreach_templates", pgettext("room", "Templates")))
    if worker.may(Verb.ADMINISTER):
        found.append(("outreach_channels", pgettext("room", "Channels")))
    return [parts.Segment(word, link(name), name == current) for name, word in found]


def audiences(worker: Worker) -> Choices:
    """Whom a message can be for, by groups: `kind:word`, of a category `category:policy:word`."""
    groups: Choices = [
        (_("Homes"), [("households", _("every household, at one phone"))]),
        (_("Doors of a kind"), [(f"doors:{kind.value}", str(kind.label)) for kind in KINDS]),
        (
            _("The chain: a channel, or who answers for each"),
            [(f"chain:{kind.value}", str(kind.label)) for kind in LINKS],
        ),
    ]
    if shows_health(worker):
        groups.append((_("People of a category"), categories(worker)))
    return groups


def categories(worker: Worker) -> list[tuple[str, str]]:
    """The categories that somebody is in, with their numbers."""
    document, paths = lists_people.policy_now(), paths_of(worker)
    found = [(kind, word, count) for kind in ("policy", "trait") for word, count in counted(kind, paths)]
    return [
        (f"category:{kind}:{word}", f"{lists_people.name_of(kind, word, document)} · {count}")
        for kind, word, count in found
    ]


def audience_of(choice: str) -> Audience:
    """What a choice among them means."""
    kind, *rest = choice.split(":")
    if kind == "category":
        return Audience("category", rest[1], rest[0])
    return Audience(kind, rest[0] if rest else "")  # type: ignore[arg-type]  # the form holds it to its choices


def who(audience: Audience) -> str:
    """Whom a message is for."""
    match audience.kind:
        case "households":
            return _("households")
        case "doors":
            return str(DoorKind(audience.word).label)
        case "chain":
            return _("chain: %(kind)s") % {"kind": PlaceKind(audience.word).label}
    return lists_people.name_of(audience.of, audience.word, lists_people.policy_now())


def listed(several: Sequence[Message]) -> list[Listed]:
    """Messages with what became of them."""
    counts = messages.numbers([one.id for one in several])
    return [
        Listed(
            one, who(messages.audience_of(one)), counts[one.id], *stage(one, counts[one.id]),
            link("outreach_message", one.id),
        )
        for one in several
    ]  # fmt: skip


def each_day(several: Iterable[Daily]) -> list[EachDay]:
    """What goes out each day, in words."""
    return [EachDay(one, who(messages.audience_of(one)), failed_of(one)) for one in several]


def failed_of(one: Daily) -> str:
    """Why the last one did not go out; nothing where it did."""
    if one.failed_at is None:
        return ""
    if one.failed in CATALOGUE:
        return Problem(one.failed, most=MOST, fields="").message
    return _("The server could not put it together. Write it anew.")


def stage(message: Message, numbers: Numbers) -> tuple[str, str]:
    """How far a message is, in a word and a mark."""
    if message.cancelled_at is not None:
        return pgettext("message", "cancelled"), "vacant"
    if numbers.waiting:
        if message.via == Via.FILE:
            return pgettext("message", "waits for its file to be taken"), "todo"
        return pgettext("message", "going out"), "part"
    return (
        (pgettext("message", "some were missed"), "late") if numbers.missed else (pgettext("message", "told"), "done")
    )


def lines(several: Sequence[Row]) -> list[Line]:
    """Recipients in words; a resident's name is covered."""
    locate(several)
    return [
        Line(one, one.channel or one.worker or mask(one.name), state_of(one), _mark(one)) for one in several
    ]  # fmt: skip


def state_of(one: Row) -> str:
    """What came of it, with the reason where somebody was missed."""
    if one.state == Outcome.MISSED:
        return str(Why(one.why).label)
    if one.delivered_at is not None:
        return pgettext("message", "delivered, says the carrier")
    return str(Outcome(one.state).label)


def _mark(one: Row) -> str:
    return {Outcome.MISSED: "late", Outcome.SENT: "done"}.get(Outcome(one.state), "todo")


def segments(message: Message, numbers: Numbers, show: str) -> list[parts.Segment]:
    """The views of a message's recipients."""
    found = [
        ("missed", pgettext("message", "Missed"), numbers.missed), ("sent", pgettext("message", "Told"), numbers.sent),
        ("waiting", pgettext("message", "Waiting"), numbers.waiting), ("all", _("All"), numbers.all),
    ]  # fmt: skip
    return [
        parts.Segment(word, link("outreach_message", message.id, show=key), key == show, n) for key, word, n in found
    ]


def reasons(message: Message) -> list[tuple[str, int, str]]:
    """Why so many were missed, each with its list."""
    return [
        (str(Why(why).label), count, link("outreach_message", message.id, show="missed", why=why))
        for why, count in queries.whys(message)
    ]


def seen(several: Iterable[Recipient], *, most: int) -> list[Seen]:
    """The first recipients of a preview by where they are, along the way."""
    ranks = walk().ranks
    found = sorted(several, key=lambda one: ranks.get(one.place, len(ranks)))[:most]
    locate(found)
    return [Seen(one.where, one.label) for one in found]


def round_stage(one: RoundRow, now: datetime) -> tuple[str, str]:
    """How far a round is, in a word and a mark."""
    found = one.stage(now)
    words = {
        "done": pgettext("round", "done everywhere"), "late": pgettext("round", "late"),
        "open": pgettext("round", "under way"), "ended": pgettext("round", "ended"),
    }  # fmt: skip
    return words[found], STAGES[found]


def round_what(one: RoundRow) -> str:
    """What is done at each place of it."""
    said = str(RoundWhat(one.what).label)
    if not one.material_title:
        return said
    return f"{said} · {one.material_title} × {one.copies}"


def spots(several: Sequence[Spot]) -> list[Spot]:
    """Places of a round with where they are, along the way."""
    ranks = walk().ranks
    found = sorted(several, key=lambda one: ranks.get(one.place, len(ranks)))
    locate(found)
    return found
