"""Testing as files: the rows of its pages, names masked."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.console import sampling_page
from qiaomen.console.asked import id_of, shows_health, worker_of
from qiaomen.console.sheets import Sheet, mask
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.sampling import queries, queries_samples
from qiaomen.sampling.due import COUNTS


def rounds(request: HttpRequest) -> Sheet:
    """A line for each round, with all its numbers."""
    worker, words = _health(request), sampling_page.count_words()
    found = queries.rounds(worker, outbreak=Outbreak.objects.current().id, now=timezone.now(), verb=Verb.EXPORT)
    headings = [
        Heading(pgettext("sampling", "Cohort"), 28), Heading(pgettext("sampling", "Round"), 8), Heading(_("Opens"), 17),
        Heading(_("Closes"), 17), *(Heading(words[name], 10) for name in COUNTS), Heading(_("Seed"), 34),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [one.name, one.number, one.opens_at, one.closes_at, *(one.numbers[name] for name in COUNTS), one.seed]
        for one in found[:]
    ]
    return Sheet(_("Rounds of testing"), headings, rows, {})


def people(request: HttpRequest) -> Sheet:
    """The people behind a number of a round."""
    worker, now = _health(request), timezone.now()
    round, count = id_of(request, "round"), request.GET.get("count", "due")
    if round is None:
        raise Problem("access.not_found")
    found = queries.round_for(worker, round, outbreak=Outbreak.objects.current().id, now=now, verb=Verb.EXPORT)
    listed = queries.people(
        round, areas(worker, Verb.EXPORT), now=now, count=count, door=id_of(request, "door"),
        place=id_of(request, "place"),
    )  # fmt: skip
    headings = [
        Heading(_("Where"), 32), Heading(_("Class, workplace or home"), 20), Heading(_("Name"), 10),
        Heading(_("Tube"), 14), Heading(_("Comes from"), 17), Heading(_("Until"), 17), Heading(_("State"), 16),
        Heading(_("Sampled"), 17), Heading(pgettext("test", "Result"), 10), Heading(_("Known since"), 17),
        Heading(_("Told"), 17),
    ]  # fmt: skip
    rows = (
        [
            one.row.where, one.row.label, mask(one.row.name), one.holds, one.row.begins_at, one.row.due_at, one.state,
            one.row.taken, one.outcome, one.row.known_at, one.row.told_at,
        ]
        for one in sampling_page.people(worker, listed)
    )  # fmt: skip
    return Sheet(f"{found.name} {found.number}", headings, rows, {"round": round, "count": count})


def retests(request: HttpRequest) -> Sheet:
    """Who is to be tested alone."""
    worker = _health(request)
    found = sampling_page.retests(worker, queries_samples.retests(worker, verb=Verb.EXPORT)[:])
    headings = [
        Heading(_("Where"), 32), Heading(_("Door"), 14), Heading(_("Name"), 10), Heading(_("Tube"), 20),
        Heading(_("Sampled together"), 17), Heading(_("Positive since"), 17), Heading(_("Sampled alone"), 17),
        Heading(_("State"), 14),
    ]  # fmt: skip
    rows = (
        [
            one.row.where, one.row.label, mask(one.row.name), one.row.tube, one.row.pooled_at, one.row.reported,
            one.row.taken, one.state,
        ]
        for one in found
    )  # fmt: skip
    return Sheet(_("To be tested alone"), headings, rows, {})


def place_samples(request: HttpRequest) -> Sheet:
    """Samples of places, water and goods."""
    worker = _health(request)
    headings = [
        Heading(_("When"), 17), Heading(_("Where"), 32), Heading(_("Door"), 14), Heading(_("Of what"), 18),
        Heading(_("Tube"), 20), Heading(pgettext("test", "Result"), 10), Heading(_("Reported"), 17),
        Heading(_("By"), 12),
    ]  # fmt: skip
    rows = (
        [
            one.row.taken, one.row.where, one.row.label, one.what, one.row.tube, one.result, one.row.reported,
            one.row.author,
        ]
        for one in sampling_page.place_samples(queries_samples.place_samples(worker, verb=Verb.EXPORT)[:])
    )  # fmt: skip
    return Sheet(_("Samples of places, water and goods"), headings, rows, {})


def _health(request: HttpRequest) -> Worker:
    worker = worker_of(request)
    if not shows_health(worker):
        raise Problem("access.forbidden")
    return worker
