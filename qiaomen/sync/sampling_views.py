"""What a phone that takes samples has to know: open rounds, their groups and people, and who is tested again."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from qiaomen.access.audit import write, write_many
from qiaomen.access.models import Audit, Worker
from qiaomen.access.queries import areas, door_for
from qiaomen.access.rights import by_token
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.places.naming import locate
from qiaomen.sampling import queries, queries_samples
from qiaomen.sync.views import author_of

# A round that is over stays on the phones for a day: who was missing comes late.
AFTER = timedelta(days=1)
_encode = msgspec.json.Encoder().encode


class GroupLine(msgspec.Struct):
    """A class, workplace or home of a round: how many are due, and how many of them were tested."""

    door: UUID
    place: UUID
    label: str
    where: str
    due: int
    tested: int
    begins_at: datetime | None


class RoundLine(msgspec.Struct):
    """An open round."""

    id: UUID
    name: str
    number: int
    closes_at: datetime
    groups: list[GroupLine]


class RetestLine(msgspec.Struct):
    """Somebody of a positive tube, to be tested alone; `since`: when the sample in that tube was taken."""

    person: UUID
    name: str
    label: str
    tube: str
    door: UUID | None
    since: datetime


class SamplingAnswer(msgspec.Struct):
    """`GET /api/sampling`."""

    server_time: datetime
    rounds: list[RoundLine]
    retests: list[RetestLine]


class PersonLine(msgspec.Struct):
    """Somebody who is due: into which tube, and whether a sample is here already."""

    person: UUID
    name: str
    holds: str
    tested: bool


class GroupAnswer(msgspec.Struct):
    """`GET /api/sampling/ROUND/DOOR`: who is in a group, by name; that it was opened is written down."""

    people: list[PersonLine]


@require_GET
@never_cache
@gzip_page
@by_token
def sampling(request: HttpRequest) -> HttpResponse:
    """Open rounds where the author may record, and who is to be tested alone there."""
    worker, now = _author(request), timezone.now()
    assert worker.outbreak_id is not None
    paths = _areas(worker)
    open_ = queries.open_rounds(paths, outbreak=worker.outbreak_id, since=now - AFTER, now=now) if paths else []
    groups = _groups([one.id for one in open_], paths, now)
    again = list(queries_samples.retests_in(paths, state="open")) if paths else []
    answer = SamplingAnswer(
        now,
        [RoundLine(one.id, one.name, one.number, one.closes_at, groups[one.id]) for one in open_],
        [RetestLine(one.person, one.name, one.label, one.tube, one.door, one.pooled_at) for one in again],
    )
    _write_down(worker, {one.pool for one in again})
    return HttpResponse(_encode(answer), content_type="application/json")


@require_GET
@never_cache
@by_token
def group(request: HttpRequest, round: UUID, door: UUID) -> HttpResponse:
    """The people of a group, for who may record there."""
    worker, now = _author(request), timezone.now()
    door_for(worker, door, Verb.RECORD)
    found = queries.people(round, _areas(worker), now=now, door=door)
    write(worker, "door.people", door, round=round)
    people = [PersonLine(one.person, one.name, one.holds, one.taken is not None) for one in found]
    return HttpResponse(_encode(GroupAnswer(people)), content_type="application/json")


def _author(request: HttpRequest) -> Worker:
    """Whose phone asks."""
    author = author_of(request)
    if author.revoked_at is not None:
        raise Problem("access.token_unknown")
    return Worker.objects.get(pk=author.worker)


def _areas(worker: Worker) -> list[str]:
    """Where the worker samples. A police member of a team does nowhere: who was tested, and who is again, is health."""
    return [] if worker.is_police else areas(worker, Verb.RECORD)


def _write_down(worker: Worker, pools: Collection[UUID]) -> None:
    """Who is tested again was told to this worker: once of each sample in a tube, however often it is asked."""
    known = Audit.objects.filter(worker=worker.id, action="retests.seen", subject__in=pools)
    new = set(pools) - set(known.values_list("subject", flat=True)) if pools else set()
    if new:
        write_many(worker, "retests.seen", sorted(new, key=lambda one: one.bytes))


def _groups(rounds: Sequence[UUID], paths: list[str], now: datetime) -> dict[UUID, list[GroupLine]]:
    found = queries.groups_of(rounds, paths, now=now)
    locate([one for several in found.values() for one in several])
    return {round: [_group_line(one) for one in several] for round, several in found.items()}


def _group_line(one: queries.GroupRow) -> GroupLine:
    numbers = one.numbers
    return GroupLine(one.door, one.place, one.label, one.where, numbers["due"], numbers["tested"], one.begins_at)
