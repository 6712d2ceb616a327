"""People under a measure in words: which day it is, what is due, what is late."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiaomen.campaigns.queries.names import names_of
from qiaomen.console.asked import link
from qiaomen.console.charts import moment
from qiaomen.console.people_care import BODIES, NEEDS, OUTCOMES, OVERDUE, TOPICS
from qiaomen.console.people_words import word
from qiaomen.console.policy_page import said
from qiaomen.monitoring.models import EpisodeState
from qiaomen.monitoring.queries.board import Waiting
from qiaomen.monitoring.queries.rows import FollowUp, Open


@dataclass(frozen=True, slots=True)
class Line:
    """One person under a measure, as the board and the family's page show them."""

    row: FollowUp
    url: str
    family: str
    measure: str
    day: str
    until: str
    due: list[str]
    last: list[str]
    open: list[str]
    late: list[str]
    state: str


def lines(rows: Iterable[FollowUp], now: datetime) -> list[Line]:
    """The rows in words, with where each person lives."""
    listed = list(rows)
    where = names_of([row.path for row in listed])
    for row in listed:
        row.where = where.get(row.path, "")
    return [_line(row, now) for row in listed]


@dataclass(frozen=True, slots=True)
class LateHome:
    """What is overdue of one household: one call may settle all of it. Whoever has no home here stands alone."""

    url: str
    label: str
    where: str
    things: list[tuple[Waiting, str]]


def late_homes(waiting: Iterable[Waiting]) -> list[LateHome]:
    """What is overdue, by household, the one that waits longest first."""
    listed = list(waiting)
    where = names_of([one.path for one in listed])
    found: dict[object, LateHome] = {}
    for one in listed:
        url = link("family", one.door) if one.door else link("person", one.person)
        home = LateHome(url, one.label, where.get(one.path, ""), [])
        found.setdefault(one.door or one.person, home).things.append((one, word(OVERDUE, one.late.what)))
    return list(found.values())


def asks(question: Open) -> str:
    """An open question: about what, and who has not answered."""
    whom = _(", ").join(word(BODIES, body) for body in question.waits_for)
    text = _("%(what)s: %(who)s to answer") % {"what": word(TOPICS, question.topic), "who": whom}
    return f"{text} ({moment(question.due)})" if question.due else text


def _line(row: FollowUp, now: datetime) -> Line:
    return Line(
        row=row,
        url=link("person", row.person),
        family=link("family", row.door) if row.door else "",
        measure=said(row.measure_name),
        day=_day(row),
        until=_("until %(time)s") % {"time": moment(row.until)} if row.until else _("the end is not settled yet"),
        due=_due(row, now),
        last=_last(row),
        open=[asks(one) for one in row.questions] + _needs(row),
        late=_late(row),
        state=str(EpisodeState(row.state).label),
    )


def _late(row: FollowUp) -> list[str]:
    """What is late, each once: of the same thing, how often."""
    often = Counter(word(OVERDUE, one.what).partition(";")[0].partition("，")[0] for one in row.late)
    return [f"{what} ×{times}" if times > 1 else what for what, times in often.items()]


def _day(row: FollowUp) -> str:
    if row.day is None:
        return _("the clock has not started")
    if row.days is None:
        return _("day %(day)s") % {"day": row.day}
    return _("day %(day)s of %(days)s") % {"day": row.day, "days": row.days}


def _due(row: FollowUp, now: datetime) -> list[str]:
    found = [_("check by %(time)s") % {"time": timezone.localtime(check.due).strftime("%H:%M")} for check in row.checks]
    if row.promise_due:
        found.append(_("promised by %(time)s") % {"time": moment(row.promise_due)})
    if row.transfer and row.transfer_state == "planned" and row.pick_up_at:
        found.append(_("pick-up %(time)s") % {"time": moment(row.pick_up_at)})
    if row.tests_owed:
        found.append(ngettext("%(n)s test to come", "%(n)s tests to come", row.tests_owed) % {"n": row.tests_owed})
    if row.state == EpisodeState.TO_RELEASE:
        found.append(_("give the written release") if row.checked_at else _("check at home, then the written release"))
    return found


def _last(row: FollowUp) -> list[str]:
    found = []
    if row.last_check_at:
        heat = f" {row.temperature:.1f} ℃" if row.temperature else ""
        found.append(_("checked %(time)s") % {"time": moment(row.last_check_at)} + heat)
    if row.last_call_at:
        outcome = word(OUTCOMES, row.last_outcome)
        found.append(_("called %(time)s: %(what)s") % {"time": moment(row.last_call_at), "what": outcome})
    return found or [_("nobody has asked yet")]


def _needs(row: FollowUp) -> list[str]:
    return [_("needs %(what)s") % {"what": word(NEEDS, need)} for need in row.needs]
