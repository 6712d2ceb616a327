"""Stations as pages and files show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qiaomen.campaigns.queries.names import locate
from qiaomen.console.asked import link
from qiaomen.console.policy_page import said
from qiaomen.monitoring.asked import Read
from qiaomen.monitoring.notice_words import WHERES
from qiaomen.stations.queries import Guest, Station


@dataclass(frozen=True, slots=True)
class Line:
    """A guest in words: bed, measure, how long still, tests, what to do next. `tone` marks what is urgent."""

    guest: Guest
    bed: str
    measure: str
    day: str
    home: str
    tests: str
    next: str
    is_urgent: bool
    is_due: bool
    url: str

    @property
    def key(self) -> str:
        """What its dialog goes by."""
        return str(self.guest.stay)


def lines(several: Sequence[Guest], today: date) -> list[Line]:
    """These guests in words, with where their homes are."""
    locate(several)
    read = Read({one.edition for one in several if one.edition is not None})
    return [_line(one, read, today) for one in several]


def totals(several: Sequence[Station]) -> dict[str, int]:
    """The district's figures: beds, free ones, who stays, arrived today, is due home, owes a test."""
    return {
        "beds": sum(one.beds for one in several),
        "free": sum(one.free for one in several),
        "staying": sum(len(one.guests) for one in several),
        "arrived": sum(len(one.arrived_today) for one in several),
        "due_home": sum(len(one.due_home) for one in several),
        "tests": sum(len(one.tests_owed) for one in several),
        "waiting": sum(len(one.waiting) for one in several),
    }


def left_word(guest: Guest) -> str:
    """Where somebody went."""
    return {
        "home": _("went home"),
        "hospital": _("to hospital"),
        "left": _("elsewhere"),
        "station": _("to another station"),
    }.get(guest.left_to, "")


def _line(one: Guest, read: Read, today: date) -> Line:
    urgent, due = one.result == "positive" or bool(one.bound_for), one.is_due_home(today)
    return Line(
        guest=one,
        bed=_bed(one),
        measure=said(read.measure_name(one.edition, one.measure)) if one.measure else _("no rule"),
        day=_day(one, today),
        home=_home(one, today),
        tests=_tests(one, today),
        next=_next(one, today),
        is_urgent=urgent,
        is_due=due,
        url=link("person", one.person),
    )


def _bed(one: Guest) -> str:
    if not one.room_name:
        return _("no bed yet")
    if not one.bed:
        return one.room_name
    bed = _("room %(room)s, bed %(bed)s") % {"room": one.room_name, "bed": one.bed}
    return _("%(bed)s: two have it, give one of them another") % {"bed": bed} if one.shares else bed


def _day(one: Guest, today: date) -> str:
    days = one.credited_by(today)
    return ngettext("%(n)s day counts", "%(n)s days count", days) % {"n": days} if one.day_zero else ""


def _home(one: Guest, today: date) -> str:
    if one.bound_for:
        return str(WHERES[one.bound_for])
    if one.home_from is None:
        return _("not settled yet")
    return _("now") if one.home_from <= today else date_format(one.home_from, "Y-m-d")


def _tests(one: Guest, today: date) -> str:
    owed = one.owed(today)
    if owed:
        return _("due since %(day)s") % {"day": date_format(owed[0], "m-d")}
    words = {
        "negative": pgettext("test", "negative"), "positive": pgettext("test", "positive"),
    }  # fmt: skip
    if one.result:
        return words[one.result]
    return _("taken, no result yet") if one.tested_at else ""


def _next(one: Guest, today: date) -> str:
    if one.result == "positive":
        return _("to hospital")
    if one.bound_for:
        return _("to hospital") if one.bound_for == "hospital" else _("to the central site")
    if one.is_due_home(today):
        return _("may go home")
    if one.waits_for_test(today):
        return _("days are over: hurry the test")
    return _("test") if one.owed(today) else ""
