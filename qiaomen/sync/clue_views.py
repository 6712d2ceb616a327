"""The clues' endpoint: what the author is to look at, with its words but not who told it; where to tell a clue."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from qiaomen.access import audit
from qiaomen.access.models import Audit, Worker
from qiaomen.access.queries import areas, below
from qiaomen.access.rights import by_token
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.clues.models import Clue, State
from qiaomen.clues.places import LARGE
from qiaomen.clues.progress import told_it
from qiaomen.clues.queries import Row, of_ids
from qiaomen.ledger.words import words_of
from qiaomen.places.models import Place
from qiaomen.places.naming import names_of
from qiaomen.sync.views import author_of

MOST_PLACES = 200
MOST_TASKS = 200
_encode = msgspec.json.Encoder().encode


class ClueTask(msgspec.Struct):
    """A clue that the author is to look at: sent there, or told since nobody had by its hour (`late`).

    `reports`: how many more were joined to it; `ended`: how some of these ended by themselves, meanwhile.
    """

    id: UUID
    place: UUID
    where: str
    what: str
    words: str
    at: str
    plate: str
    due: datetime | None
    late: bool
    seen: bool
    reports: int
    ended: list[str]


class CluePlace(msgspec.Struct):
    """A place where the author may tell of something."""

    id: UUID
    name: str


class ClueFeed(msgspec.Struct):
    """`GET /api/clues`. `more_tasks`, `more_places`: how many do not fit into the answer."""

    server_time: datetime
    tasks: list[ClueTask]
    places: list[CluePlace]
    more_tasks: int
    more_places: int


@require_GET
@never_cache
@gzip_page
@by_token
def clues(request: HttpRequest) -> HttpResponse:
    """The author's tasks, what is due first; and the compounds and larger places where they record."""
    author = author_of(request)
    if author.revoked_at is not None:
        raise Problem("access.token_unknown")
    worker, now = Worker.objects.get(pk=author.worker), timezone.now()
    paths = areas(worker, Verb.RECORD)
    tasks, more_tasks = _tasks(worker, paths, now)
    places, more_places = _places(paths)
    answer = ClueFeed(now, tasks, places, more_tasks, more_places)
    return HttpResponse(_encode(answer), content_type="application/json")


def _tasks(worker: Worker, paths: Sequence[str], now: datetime) -> tuple[list[ClueTask], int]:
    """What somebody is to end, and how many more; not what they told themselves. A police member gets no words."""
    mine = Clue.objects.filter(Q(worker=worker.id) | Q(late_told__contains=[worker.id]), state=State.OPEN)
    listed = list(mine.order_by("due_at", "id"))
    places = dict(Place.objects.filter(id__in={one.place for one in listed}).values_list("id", "path"))
    decides = tuple(areas(worker, Verb.DECIDE))
    able = [
        one
        for one in listed
        if (path := places.get(one.place, "-")).startswith(tuple(paths))
        and not told_it(worker.id, told_by=one.told_by, source=one.source, decides=path.startswith(decides))
    ]
    found = able[:MOST_TASKS]
    where = names_of({places[one.place] for one in found})
    opens = found and not worker.is_police
    words = words_of(Outbreak.objects.current().keys, [one.record for one in found]) if opens else {}
    if opens:
        _write_down(worker, [one.id for one in found])
    joined = {row.id: row for row in of_ids([one.id for one in found], [""], now=now)}
    tasks = [_task(one, joined[one.id], where[places[one.place]], words.get(one.record, {}), worker) for one in found]
    return tasks, len(able) - len(found)


def _task(one: Clue, row: Row, where: str, words: dict[str, str], worker: Worker) -> ClueTask:
    """Who told it is not among what goes to the phone."""
    return ClueTask(
        one.id, one.place, where, one.what, words.get("words", ""), words.get("where", ""), words.get("plate", ""),
        one.due_at, one.worker != worker.id, one.seen_at is not None, row.joined, row.ended_apart,
    )  # fmt: skip


def _places(paths: list[str]) -> tuple[list[CluePlace], int]:
    """Where the author records, no smaller than what is told of as a whole; and how many more."""
    inside = Place.objects.filter(below(paths), kind__in=LARGE)
    found = {one.path: one.id for one in inside.order_by("path")[:MOST_PLACES]}
    names = names_of(list(found))
    more = inside.count() - len(found) if len(found) == MOST_PLACES else 0
    return [CluePlace(id, names[path]) for path, id in found.items()], more


def _write_down(worker: Worker, clues: Sequence[UUID]) -> None:
    """Each clue's words were opened by this worker: once, however often the phone asks."""
    known = Audit.objects.filter(worker=worker.id, action="words.opened", subject__in=clues)
    if new := set(clues) - set(known.values_list("subject", flat=True)):
        audit.write_many(worker, "words.opened", sorted(new, key=lambda one: one.bytes), records=1)
