"""Needs as far as somebody may see them: one query for the number and for the list. And who could help with them."""

from collections import Counter, defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from qiaomen.access.models import Grant, Worker
from qiaomen.access.queries import NOWHERE, areas, below, visible_places
from qiaomen.access.roles import Verb
from qiaomen.care.matching import Hand, Wanted, fitting, match
from qiaomen.care.models import Helper, Need, State
from qiaomen.places.models import Place, steps_to

UNANSWERED = ~Q(state=State.ANSWERED)


def needs(worker: Worker, *, state: State | None = None, verb: Verb = Verb.SEE) -> QuerySet[Need]:
    """Needs at the worker's places: those that wait first, the most urgent on top, then by age."""
    found = Need.objects.filter(place__in=visible_places(worker, verb).values("id"))
    if state is not None:
        found = found.filter(state=state)
    if state == State.ANSWERED:
        return found.order_by("-answered_at", "-id")
    return found.order_by("rank", "asked_at", "id")


def unanswered(worker: Worker, *, verb: Verb = Verb.SEE) -> QuerySet[Need]:
    """Those that nobody has answered yet: what waits for a helper, then what is in hand."""
    return needs(worker, verb=verb).filter(UNANSWERED).order_by("state", "rank", "asked_at", "id")


def helpers(worker: Worker, verb: Verb = Verb.SEE) -> QuerySet[Helper]:
    """Who helps where the worker may do this, or further up: whoever helps the whole street helps here, too."""
    found = Helper.objects.filter(near(worker, verb), is_active=True, worker__is_active=True)
    return found.select_related("worker__organisation", "place").order_by("place__path", "worker__name", "id")


def near(worker: Worker, verb: Verb) -> Q:
    """A filter for what stands at the worker's places, or at one around them: what holds for a street holds here."""
    return around(areas(worker, verb))


def around(paths: list[str]) -> Q:
    """The same for what stands at these places, or at one around them."""
    above = {step for path in paths for step in steps_to(path)}
    return below(paths, "place__") | Q(place__path__in=above) if paths else NOWHERE


def in_hand(workers: Collection[UUID]) -> Counter[UUID]:
    """How many needs each of these has in hand."""
    found = Need.objects.filter(state=State.TAKEN, helper__in=workers).values_list("helper", flat=True)
    return Counter(one for one in found if one is not None)


def fitting_for(need: Need) -> list[Hand]:
    """Who may help with a need, the best first."""
    [wanted] = _wanted([need])
    hands = _hands()
    return fitting(wanted, hands, in_hand([one.worker for one in hands]))


def matched(several: Collection[Need]) -> dict[UUID, UUID]:
    """Who is to be given which of these needs."""
    hands = _hands()
    return match(_wanted(several), hands, in_hand([one.worker for one in hands]))


def _hands() -> list[Hand]:
    """Helpers who can act on what they are given: who may record in all of their place now, and whose phone is told of
    needs, which those of the police are not."""
    found = Helper.objects.filter(is_active=True, worker__is_active=True, worker__is_police=False)
    granted: dict[UUID, list[str]] = defaultdict(list)
    held = Grant.objects.in_force().allowing(Verb.RECORD).filter(worker__in=found.values("worker"))
    for worker, path in held.values_list("worker_id", "place__path"):
        granted[worker].append(path)
    return [
        Hand(one.worker_id, one.worker.name, one.place.path, one.skills)
        for one in found.select_related("worker", "place")
        if one.place.path.startswith(tuple(granted[one.worker_id]))
    ]


def _wanted(several: Collection[Need]) -> list[Wanted]:
    paths = dict(Place.objects.filter(id__in={one.place for one in several}).values_list("id", "path"))
    return [Wanted(one.id, one.what, one.rank, one.asked_at, paths.get(one.place, "")) for one in several]
