"""What a phone has to know to tell people: rounds with what is missing of them, titles, and where one may hand out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, below
from qiaomen.access.rights import by_token
from qiaomen.access.roles import Verb
from qiaomen.base.keys import of
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries.walking import walk
from qiaomen.ledger import told
from qiaomen.ledger.words import words_of
from qiaomen.outreach import queries_rounds
from qiaomen.outreach.models import Material
from qiaomen.outreach.queries_rounds import RoundRow, ToDo
from qiaomen.places.models import Place, PlaceKind
from qiaomen.places.naming import locate, names_of
from qiaomen.sync.views import author_of

# A round stays on the phones for two days after its hour: late is better than not at all.
AFTER = timedelta(days=2)
# So many places of each round, and so many to hand out at, with how many there are beyond them.
MOST = 500
MOST_PLACES = 200
# Where one stands when one hands something out; a stairwell is reached by a round or a visit.
HANDED_AT = (
    PlaceKind.COMMUNITY, PlaceKind.ENCLOSURE, PlaceKind.COMPOUND, PlaceKind.URBAN_VILLAGE, PlaceKind.RESIDENT_GROUP,
    PlaceKind.ALLEY, PlaceKind.GATE, PlaceKind.CHECKPOINT, PlaceKind.STATION, PlaceKind.SCHOOL,
)  # fmt: skip
_encode = msgspec.json.Encoder().encode


class OutreachSpot(msgspec.Struct):
    """A place of a round where nobody has been."""

    place: UUID
    name: str
    where: str


class OutreachRoundRow(msgspec.Struct):
    """A round with what is missing of it in the author's area; `words` is what is said aloud.

    `missing` counts all, `spots` are the first of them.
    """

    id: UUID
    title: str
    what: str
    due: datetime
    photo: bool
    material: UUID | None
    copies: int
    words: str
    missing: int
    spots: list[OutreachSpot]


class OutreachTitle(msgspec.Struct):
    """A material that is given out now."""

    id: UUID
    title: str
    form: str


class OutreachPlace(msgspec.Struct):
    """A place where the author may hand out."""

    id: UUID
    name: str


class OutreachFeed(msgspec.Struct):
    """`GET /api/outreach`. `places_more`: how many places to hand out at are not among `places`."""

    server_time: datetime
    rounds: list[OutreachRoundRow]
    titles: list[OutreachTitle]
    places: list[OutreachPlace]
    places_more: int


@require_GET
@never_cache
@gzip_page
@by_token
def outreach(request: HttpRequest) -> HttpResponse:
    """What the author has to do, at the places where they record."""
    author = author_of(request)
    if author.revoked_at is not None:
        raise Problem("access.token_unknown")
    worker, now = Worker.objects.get(pk=author.worker), timezone.now()
    paths = areas(worker, Verb.RECORD)
    titles = Material.objects.filter(is_offered=True).order_by("form", "title")
    answer = OutreachFeed(
        now, _rounds(queries_rounds.to_do(paths, since=now - AFTER, most=MOST), author.outbreak),
        [OutreachTitle(one.id, one.title, one.form) for one in titles], *_places(paths),
    )  # fmt: skip
    return HttpResponse(_encode(answer), content_type="application/json")


def _rounds(left: Sequence[ToDo], outbreak: UUID) -> list[OutreachRoundRow]:
    locate(left)
    ranks = walk().ranks
    left = sorted(left, key=lambda spot: ranks.get(spot.place, len(ranks)))
    known = queries_rounds.rounds_of([one.round for one in left])
    newest = {one.id: one.record for one in told.of_chains(list(known)).values()}
    words = words_of(of(outbreak), list(newest.values())) if newest else {}
    spots: dict[UUID, list[ToDo]] = {}
    for spot in left:
        spots.setdefault(spot.round, []).append(spot)
    return [_round(one, spots[id], words.get(newest.get(id, id), {}).get("words", "")) for id, one in known.items()]


def _round(one: RoundRow, left: Sequence[ToDo], words: str) -> OutreachRoundRow:
    spots = [OutreachSpot(spot.place, spot.name, spot.where) for spot in left]
    return OutreachRoundRow(
        one.id, one.title, one.what, one.due, one.photo, one.material, one.copies, words, left[0].missing, spots
    )  # fmt: skip


def _places(paths: list[str]) -> tuple[list[OutreachPlace], int]:
    every = Place.objects.filter(below(paths), kind__in=HANDED_AT)
    found = list(every.order_by("path")[:MOST_PLACES])
    more = every.count() - MOST_PLACES if len(found) == MOST_PLACES else 0
    where = names_of([one.path for one in found])
    return [OutreachPlace(one.id, where[one.path] or one.name) for one in found], more
