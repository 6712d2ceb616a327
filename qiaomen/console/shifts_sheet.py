"""Shifts as files: the board's list, the strength, what a roster proposes, posts and people."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.access.queries import place_for
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import shifts_page
from qiaomen.console.asked import id_of, worker_of
from qiaomen.console.sheets import Sheet
from qiaomen.console.views import shifts as views
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.shifts import queries
from qiaomen.shifts.models import Post, Slot
from qiaomen.shifts.queries import Row


def shifts(request: HttpRequest) -> Sheet:
    """The shifts of a week, in the order of the board."""
    first = views.day_of(request)
    rows = _rows(request, days=views.DAYS)
    return Sheet(_("Shifts"), _headings(), _cells(rows), {"day": first.isoformat()})


def strength(request: HttpRequest) -> Sheet:
    """The strength of a day by organisation; with a number, its list."""
    day, rows, now = views.day_of(request), _rows(request, days=1), timezone.now()
    about: dict[str, object] = {"day": day.isoformat(), "count": request.GET.get("count", "")}
    if request.GET.get("count"):
        return Sheet(_("Shifts"), _headings(), _cells(views.chosen(request, rows)), about)
    words = shifts_page.count_words()
    headings = [Heading(_("Organisation"), 24), *(Heading(word, 8) for word in words.values()), Heading(_("Hours"), 8)]
    found = queries.strength(rows, now)
    lines: list[list[Cell]] = [[one.name or "–", *(one.numbers[count] for count in words), one.hours] for one in found]
    whole = queries.total(found)
    lines.append([_("all"), *(whole.numbers[count] for count in words), whole.hours])
    return Sheet(_("Strength"), headings, lines, about)


def roster(request: HttpRequest) -> Sheet:
    """What a roster proposes, and what it lacks."""
    wanted = id_of(request, "roster")
    found = queries.rosters(worker_of(request), Verb.EXPORT).filter(pk=wanted).first() if wanted else None
    if found is None:
        raise Problem("access.not_found")
    headings = [Heading(_("Day"), 12), *_headings()[1:5]]
    return Sheet(_("Roster"), headings, _proposed(found), {"roster": wanted})


def posts(request: HttpRequest) -> Sheet:
    """The posts with how many they need."""
    slots = list(Slot.objects.filter(is_active=True))
    headings = [
        Heading(_("Post"), 32), Heading(pgettext("post", "What for"), 14), *(Heading(one.name, 8) for one in slots),
        Heading(_("Skills"), 32),
    ]  # fmt: skip
    return Sheet(_("Posts"), headings, _post_cells(worker_of(request), slots), {})


def people(request: HttpRequest) -> Sheet:
    """Who stands shifts."""
    headings = [
        Heading(pgettext("person", "Name")), Heading(_("Organisation"), 24), Heading(_("At home in"), 24),
        Heading(_("Can"), 32), Heading(_("stands no nights"), 8), Heading(_("stands shifts"), 8),
    ]  # fmt: skip
    found = queries.people(worker_of(request), Verb.EXPORT)
    rows = [
        [
            one.worker.name, one.worker.organisation.name if one.worker.organisation else "", one.place.name,
            shifts_page.skills(one.skills), _("yes") if one.no_nights else "", _("yes") if one.is_active else _("no"),
        ]
        for one in found
    ]  # fmt: skip
    return Sheet(pgettext("shifts", "People"), headings, rows, {})


def _rows(request: HttpRequest, *, days: int) -> list[Row]:
    worker, first, wanted = worker_of(request), views.day_of(request), id_of(request, "place")
    below = place_for(worker, wanted, Verb.EXPORT).path if wanted else ""
    return queries.listed(worker, verb=Verb.EXPORT, first=first, last=first + timedelta(days=days - 1), below=below)


def _headings() -> list[Heading]:
    return [
        Heading(_("Day"), 12), Heading(_("Post"), 32), Heading(_("Time"), 14), Heading(pgettext("person", "Name")),
        Heading(_("Organisation"), 24), Heading(_("State"), 12), Heading(_("Came"), 17),
        Heading(pgettext("shift", "left"), 17),
    ]  # fmt: skip


def _cells(rows: Sequence[Row]) -> Iterator[Sequence[Cell]]:
    for line in shifts_page.lines(rows, timezone.now()):
        row = line.row
        yield [
            row.day, row.post_words, line.time, row.name, row.organisation_name, line.state, row.came_at, row.left_at
        ]  # fmt: skip


def _proposed(found: Any) -> Iterator[Sequence[Cell]]:
    names = dict(Post.objects.select_related("place").in_bulk())
    lines = list(found.proposed.order_by("begins_at", "post"))
    workers = Worker.objects.select_related("organisation").in_bulk({one.worker for one in lines})
    for one in lines:
        who = workers.get(one.worker)
        organisation = who.organisation.name if who and who.organisation else ""
        time = shifts_page.hours(localtime(one.begins_at), localtime(one.ends_at))
        yield [one.day, shifts_page.post_name(names.get(one.post)), time, who.name if who else "?", organisation]


def _post_cells(worker: Worker, slots: Sequence[Slot]) -> Iterator[Sequence[Cell]]:
    for one in queries.posts(worker, Verb.EXPORT):
        heads = {each.slot_id: each.heads for each in one.heads.all()}
        said = _(", ").join(f"{shifts_page.skills([skill])} {many}" for skill, many in one.skills.items())
        yield [shifts_page.post_name(one), one.get_kind_display(), *(heads.get(slot.id, 0) for slot in slots), said]
