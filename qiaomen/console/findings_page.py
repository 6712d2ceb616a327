"""Findings as pages and files show them: words, marks and addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qiaomen.access.models import Organisation
from qiaomen.access.queries import names_of
from qiaomen.attachments.queries import Photo
from qiaomen.campaigns.queries.names import locate
from qiaomen.console import parts
from qiaomen.console.asked import link
from qiaomen.console.words import author_word
from qiaomen.duty.models import DutyRole
from qiaomen.ledger.lines import Line as Told
from qiaomen.supervision import limits
from qiaomen.supervision.models import State, What
from qiaomen.supervision.queries import Narrowed, Numbers, Row
from qiaomen.supervision.records import FindingMade, FindingStep
from qiaomen.supervision.repeated import DAYS, Offender

MARKS: dict[str, str] = {State.OPEN: "todo", State.RECTIFIED: "part", State.CLOSED: "done"}


@dataclass(frozen=True, slots=True)
class Line:
    """A finding in words; `again` says how often it was found there lately, `duty` what was not done by whom."""

    row: Row
    what: str
    state: str
    mark: str
    is_overdue: bool
    again: str
    answers: str
    duty: str
    told: str
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """One record of a finding in words, with its photos."""

    at: datetime
    title: str
    author: str
    note: str
    photos: Sequence[Photo]


@dataclass(frozen=True, slots=True)
class Again:
    """A repeat offender in words."""

    name: str
    what: str
    times: str
    url: str


def lines(several: Sequence[Row], now: datetime) -> list[Line]:
    """These findings in words, with where they are."""
    locate(several)
    names = names_of({one for row in several for one in row.told})
    return [_line(one, names, now) for one in several]


def segments(shown: str, numbers: Numbers, narrowed: Narrowed) -> list[parts.Segment]:
    """The views of the list; each keeps what it is narrowed to."""
    words = [
        ("unsettled", _("All"), numbers.open + numbers.rectified),
        ("open", pgettext("finding", "To be put right"), numbers.open),
        ("overdue", pgettext("finding", "Overdue"), numbers.overdue),
        ("rectified", pgettext("finding", "To be looked at again"), numbers.rectified),
        ("closed", pgettext("finding", "Closed"), numbers.closed),
    ]
    if shown == "all":
        every = numbers.open + numbers.rectified + numbers.closed
        words.append(("all", pgettext("finding", "Closed ones, too"), every))
    kept = query(narrowed)
    return [
        parts.Segment(label, link("findings", **{**kept, "show": key}), key == shown, count)
        for key, label, count in words
    ]


def ages(numbers: Numbers, narrowed: Narrowed) -> list[parts.Segment]:
    """How long those that are not closed have been open."""
    words: dict[limits.Age, str] = {
        "0": pgettext("finding", "up to 1 day"), "1": pgettext("finding", "1 to 3 days"),
        "3": pgettext("finding", "3 to 7 days"), "7": pgettext("finding", "more than 7 days"),
    }  # fmt: skip
    kept = query(narrowed)
    return [
        parts.Segment(
            words[age], link("findings", **{**kept, "age": None if age == narrowed.age else age}), age == narrowed.age,
            numbers.ages[age],
        )
        for age in limits.AGES
    ]  # fmt: skip


def query(narrowed: Narrowed) -> dict[str, object]:
    """What keeps a list narrowed on the next page."""
    return {
        "age": narrowed.age, "what": narrowed.what or None, "place": narrowed.place,
        "organisation": narrowed.organisation, "worker": narrowed.worker, "days": narrowed.days,
    }  # fmt: skip


def again(several: Sequence[Offender]) -> list[Again]:
    """Repeat offenders in words; each opens its findings."""
    locate([one for one in several if one.path])
    said = {"place": "%s", "organisation": "%s", "worker": pgettext("finding", "%s answers")}
    return [
        Again(
            said[one.by] % (one.where or one.name), str(What(one.what).label),
            ngettext("%(n)s time in 30 days", "%(n)s times in 30 days", one.times) % {"n": one.times},
            link("findings", show="all", days=DAYS, what=one.what, **{one.by: one.id}),
        )
        for one in several
    ]  # fmt: skip


def told(several: Sequence[Told], photos: Mapping[UUID, Sequence[Photo]]) -> list[Said]:
    """The records of a finding in words, the newest first."""
    bodies = [one.told.body for one in several]
    named = [body.organisation for body in bodies if body.organisation is not None]
    names = dict(Organisation.objects.filter(pk__in=named).values_list("id", "name")) if named else {}
    steps = [body for body in bodies if isinstance(body, FindingStep)]
    names |= names_of({one for body in steps for one in (*body.workers, body.worker) if one})
    found = [
        Said(
            one.told.at, _title(one.told.body, names), author_word(one.told.author, one.author), one.note,
            photos.get(one.told.id, ()),
        )
        for one in several
    ]  # fmt: skip
    return found[::-1]


def _title(body: FindingMade | FindingStep, names: Mapping[UUID, str]) -> str:
    if isinstance(body, FindingMade):
        return _("found: %(what)s") % {"what": What(body.what).label}
    match body.step:
        case "handed":
            to = " ".join(names.get(one, "") for one in (body.organisation, body.worker) if one)
            return _("handed to %(organisation)s") % {"organisation": to} if to else _("another date")
        case "rectified":
            return _("put right")
        case "looked_again":
            return _("looked at again: right now") if body.is_right else _("looked at again: not right")
        case "closed":
            return _("closed without another look")
        case "named" | "told":
            return _by_the_rules(body, names)
    return _("open again")


def _by_the_rules(body: FindingStep, names: Mapping[UUID, str]) -> str:
    who = _(", ").join(names.get(one, "?") for one in (body.workers or filter(None, [body.worker])))
    if body.step == "named":
        return pgettext("finding", "answers for it: %(who)s") % {"who": who}
    if (body.level or 0) == limits.REMINDER:
        return pgettext("finding", "due soon: reminded %(who)s") % {"who": who}
    return pgettext("finding", "overdue: told %(who)s") % {"who": who or _("nobody, for nobody answers here")}


def _line(one: Row, names: Mapping[UUID, str], now: datetime) -> Line:
    found = ""
    if one.times > 1:
        found = ngettext("found %(n)s time in 30 days", "found %(n)s times in 30 days", one.times) % {"n": one.times}
    what, state = str(What(one.what).label), str(State(one.state).label)
    stand_in = _("stands in: %(who)s") % {"who": one.stand_in_name} if one.stand_in_name else ""
    duty = str(DutyRole(one.duty_role).label) if one.duty_role else ""
    return Line(
        one, what, state, MARKS[one.state], one.is_overdue(now), found,
        " · ".join(filter(None, (one.worker_name, stand_in))), duty,
        _(", ").join(names.get(who, "?") for who in one.told), link("finding", one.id),
    )  # fmt: skip
