"""The inspection endpoint: findings that are somebody's, what is to be disinfected, and the seals around them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, below
from qiaomen.access.rights import by_token
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries.names import names_of
from qiaomen.disinfection import queries as disinfection
from qiaomen.disinfection.models import Product
from qiaomen.duty.models import Duty
from qiaomen.places.models import Place, PlaceKind
from qiaomen.seals import queries as seals
from qiaomen.seals.grounds import isolated
from qiaomen.supervision import queries as supervision
from qiaomen.supervision import repeated
from qiaomen.sync.views import author_of

MOST_ROWS = 400
MOST_PLACES = 3_000
# A stairwell has nobody of its own who answers; a finding in one is written at its building.
NOT_NAMED = (PlaceKind.STAIRWELL,)


class InspectedPlace(msgspec.Struct):
    """A place where the author may write down a finding, a round or a seal."""

    id: UUID
    name: str
    where: str
    kind: str


class InspectedDuty(msgspec.Struct):
    """Somebody's duty for a place, for a finding that is about it."""

    id: UUID
    place: UUID
    role: str
    name: str


class InspectedFinding(msgspec.Struct):
    """A finding: `mine` to put right, else one to look at again; `due` by when."""

    id: UUID
    place: UUID
    door: UUID | None
    what: str
    where: str
    label: str
    state: str
    due: datetime | None
    found: datetime
    reopened: int
    mine: bool


class InspectedRound(msgspec.Struct):
    """Where disinfection is owed, and by when; `why` is empty of regular rounds."""

    subject: UUID
    place: UUID
    door: UUID | None
    asked: UUID | None
    where: str
    label: str
    why: str
    due: datetime


class InspectedProduct(msgspec.Struct):
    """A product of the district's list, mg/l and minutes as usual."""

    id: UUID
    name: str
    concentration: int
    minutes: int


class InspectedSeal(msgspec.Struct):
    """A seal that holds; `ask`: the author is to knock and ask; `needs`: what they need is to be seen to;
    `unexplained`: openings without a reason."""

    id: UUID
    place: UUID
    door: UUID | None
    where: str
    label: str
    standing: str
    until: datetime | None
    emergency: str
    ask: bool
    needs: bool
    unexplained: list[UUID]


class Sealable(msgspec.Struct):
    """A door behind which somebody isolates at home, and no seal is."""

    door: UUID
    place: UUID
    where: str
    label: str
    people: list[dict[str, UUID]]


class InspectionMore(msgspec.Struct):
    """How many more there are of each list than were sent: to put right, to look at again, rounds, seals, earlier,
    places."""

    mine: int
    looks: int
    rounds: int
    seals: int
    earlier: int
    places: int


class InspectedEarlier(msgspec.Struct):
    """What was found at a place, or one door of it, within thirty days: how often, when last, whether it is open."""

    place: UUID
    door: UUID | None
    what: str
    times: int
    last: datetime
    open: bool


class InspectionFeed(msgspec.Struct):
    """`GET /api/inspection`."""

    server_time: datetime
    findings: list[InspectedFinding]
    places: list[InspectedPlace]
    duties: list[InspectedDuty]
    rounds: list[InspectedRound]
    products: list[InspectedProduct]
    seals: list[InspectedSeal]
    sealable: list[Sealable]
    earlier: list[InspectedEarlier]
    repeats_from: int
    more: InspectionMore


_encode = msgspec.json.Encoder().encode


@require_GET
@never_cache
@gzip_page
@by_token
def inspection(request: HttpRequest) -> HttpResponse:
    """All that a phone needs with no network to inspect, disinfect and look after seals. Police see no health."""
    author = author_of(request)
    if author.revoked_at is not None:
        raise Problem("access.token_unknown")
    worker, now = Worker.objects.get(pk=author.worker), timezone.now()
    here, health = areas(worker, Verb.RECORD), not worker.is_police
    seen = sorted({*here, *areas(worker, Verb.SEE)})
    places, unsent = _places(seen)
    every = supervision.below(seen, now=now, shows_health=health)
    mine, looks = _findings(every, worker)
    earlier = repeated.earlier(every, now)
    rounds = [one for one in disinfection.below(here, now=now, shows_health=health) if one.stands != "done"]
    held = [one for one in seals.for_health(seals.below(seen), health) if one.holds(now)]
    cut = [max(len(several) - MOST_ROWS, 0) for several in (mine, looks, rounds, held, earlier)]
    more = InspectionMore(*(*cut, unsent))
    answer = InspectionFeed(
        now, [*_listed(mine[:MOST_ROWS], is_mine=True), *_listed(looks[:MOST_ROWS], is_mine=False)], places,
        _duties(places), _rounds(rounds[:MOST_ROWS]), _products(), _seals(worker, held[:MOST_ROWS], now),
        _sealable(here, now) if health else [],
        [InspectedEarlier(one.place, one.door, one.what, one.times, one.last, one.open) for one in earlier[:MOST_ROWS]],
        int(settings.REPEAT_FINDINGS), more,
    )  # fmt: skip
    return HttpResponse(_encode(answer), content_type="application/json")


def _places(paths: list[str]) -> tuple[list[InspectedPlace], int]:
    """The places as they are walked, and how many more there are."""
    every = Place.objects.filter(below(paths)).exclude(kind__in=NOT_NAMED)
    found = list(every.order_by("walk", "path")[:MOST_PLACES])
    where = names_of({one.path for one in found})
    more = every.count() - len(found) if len(found) == MOST_PLACES else 0
    return [InspectedPlace(one.id, one.name, where[one.path], one.kind) for one in found], more


def _duties(places: Sequence[InspectedPlace]) -> list[InspectedDuty]:
    held = Duty.objects.in_force().filter(place__in=[one.id for one in places], worker__is_active=True)
    pairs = held.order_by("place__path", "role", "id").values_list("id", "place", "role", "worker__name")
    return [InspectedDuty(*one) for one in pairs[:MOST_PLACES]]


Found = list[supervision.Row]


def _findings(every: Found, worker: Worker) -> tuple[Found, Found]:
    """Those to put right that the author answers for, stands in for, or whose organisation is named; and those that
    somebody else has put right, for a second look."""
    mine = [one for one in every if one.state == "open" and _is_mine(one, worker)]
    looks = [one for one in every if one.state == "rectified" and worker.id not in one.rectifiers]
    return mine, looks


def _listed(several: Found, *, is_mine: bool) -> list[InspectedFinding]:
    where = names_of({one.path for one in several})
    return [
        InspectedFinding(
            one.id, one.place, one.door, one.what, where[one.path], one.label, one.state, one.due_at, one.found_at,
            one.reopened, is_mine,
        )
        for one in several
    ]  # fmt: skip


def _is_mine(one: supervision.Row, worker: Worker) -> bool:
    named = one.organisation is not None and one.organisation == worker.organisation_id
    return named or worker.id in (one.worker, one.stand_in)


def _rounds(found: Sequence[disinfection.Owed]) -> list[InspectedRound]:
    where = names_of({one.path for one in found})
    return [
        InspectedRound(one.subject, one.place, one.door, one.asked, where[one.path], one.label, one.why, one.due_at)
        for one in found
    ]


def _products() -> list[InspectedProduct]:
    listed = Product.objects.filter(is_active=True).order_by("name")
    return [InspectedProduct(one.id, one.name, one.concentration, one.minutes) for one in listed]


def _seals(worker: Worker, found: Sequence[seals.Row], now: datetime) -> list[InspectedSeal]:
    where = names_of({one.path for one in found})
    return [
        InspectedSeal(
            one.id, one.place, one.door, where[one.path], one.label, one.standing, one.ends_at, one.emergency,
            one.waits(now) and worker.id in (one.ask_worker, one.put_by), one.needs(now),
            one.unexplained,
        )
        for one in found
    ]  # fmt: skip


def _sealable(paths: list[str], now: datetime) -> list[Sealable]:
    """Doors where somebody isolates at home and no seal holds, by way."""
    sealed = {one.door for one in seals.below(paths) if one.holds(now)}
    found = [one for one in isolated(paths) if one.door not in sealed]
    where = names_of({one.path for one in found})
    doors: dict[UUID, Sealable] = {}
    for one in found:
        door = doors.setdefault(one.door, Sealable(one.door, one.place, where[one.path], one.label, []))
        door.people.append({"episode": one.episode, "person": one.person})
    return list(doors.values())
