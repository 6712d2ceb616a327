"""The endpoint of who stands shifts: their shifts, swaps that ask for an answer, what the shift before handed over."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from qiaomen.access import audit
from qiaomen.access.models import Audit, Worker
from qiaomen.access.queries import check
from qiaomen.access.rights import by_token
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.ledger.words import words_of
from qiaomen.places.models import Place
from qiaomen.shifts import folds, loading, queries, swapping
from qiaomen.shifts.models import Handover, PostKind, Roster, Shift, Swap, SwapState
from qiaomen.shifts.problem import Person, Rules
from qiaomen.shifts.queries import Row
from qiaomen.shifts.swapping import Option
from qiaomen.sync.views import author_of

BEHIND = timedelta(days=8)
"""What is over counts for rest, hours and nights for so long."""
SOON, KEPT = timedelta(hours=2), timedelta(hours=36)
"""How long before a shift one reads what was handed over to it, and how old that may be."""


class ShiftRow(msgspec.Struct):
    """A shift of the author's. `day` is a date's ordinal; `at_checkpoint`: crew and handover are the checkpoint's."""

    id: UUID
    place: UUID
    post: UUID
    name: str
    slot: UUID
    slot_name: str
    kind: str
    day: int
    begins: datetime
    ends: datetime
    late: datetime
    night: bool
    came: datetime | None
    left: datetime | None
    at_checkpoint: bool


class ShiftSwap(msgspec.Struct):
    """A swap that waits, asked by the author (`mine`) or of them. `takes` is what they would stand."""

    id: UUID
    place: UUID
    shift: UUID
    other: UUID | None
    mine: bool
    name: str
    takes: ShiftRow | None
    gives: UUID | None


class ShiftNote(msgspec.Struct):
    """What was handed over at a post of the author's, with its words; that they were given is written down once."""

    id: UUID
    place: UUID
    post: UUID
    at: datetime
    name: str
    words: str


class ShiftMe(msgspec.Struct):
    """When the author does not stand: as `rules.of_person` asks it."""

    no_nights: bool
    not_slots: list[UUID]
    not_kinds: list[str]
    away: list[tuple[int, int]]


class ShiftFeed(msgspec.Struct):
    """`GET /api/shifts`."""

    server_time: datetime
    rules: Rules
    me: ShiftMe | None
    shifts: list[ShiftRow]
    swaps: list[ShiftSwap]
    notes: list[ShiftNote]


class ShiftOptions(msgspec.Struct):
    """`GET /api/shifts/ID/options`."""

    options: list[Option]


_encode = msgspec.json.Encoder().encode


@require_GET
@never_cache
@gzip_page
@by_token
def shifts(request: HttpRequest) -> HttpResponse:
    """What the author stands, from eight days ago on."""
    worker, now = _worker(request), timezone.now()
    rows = queries.of_worker(worker.id, since=now - BEHIND)
    today = now.astimezone(folds.zone()).date()
    people = loading.people_of([worker.id], today, today)
    rules = _rules(rows)
    feed = ShiftFeed(
        now, rules, _me(people, rules), [_row(one) for one in rows], _swaps(worker, now), _notes(worker, rows, now)
    )
    return HttpResponse(_encode(feed), content_type="application/json")


@require_GET
@never_cache
@gzip_page
@by_token
def options(request: HttpRequest, turn: UUID) -> HttpResponse:
    """For what a shift of the author's could be swapped, by every rule."""
    worker = _worker(request)
    shift = Shift.objects.filter(pk=turn).first()
    if shift is None:
        raise Problem("access.not_found")
    if shift.worker != worker.id:
        check(worker, Verb.RECORD, Place.objects.get(pk=shift.place).path)
    found = swapping.options(worker.id, turn, now=timezone.now())
    return HttpResponse(_encode(ShiftOptions(found)), content_type="application/json")


def _worker(request: HttpRequest) -> Worker:
    author = author_of(request)
    if author.revoked_at is not None:
        raise Problem("access.token_unknown")
    return Worker.objects.get(pk=author.worker)


def _rules(rows: Sequence[Row]) -> Rules:
    """Those of the newest roster that the author is on."""
    rosters = Roster.objects.filter(pk__in={one.roster for one in rows}).order_by("-edition")
    document = rosters.values_list("rules", flat=True).first()
    return msgspec.convert(document, Rules) if document else Rules()


def _me(people: Sequence[Person], rules: Rules) -> ShiftMe | None:
    if not people:
        return None
    [one] = people
    no_nights = one.no_nights or (one.is_woman and not rules.women_at_night)
    return ShiftMe(no_nights, sorted(one.not_slots, key=str), sorted(one.not_kinds), list(one.away))


def _row(one: Row) -> ShiftRow:
    return ShiftRow(
        one.id, one.place, one.post, one.post_words, one.slot, one.slot_name, one.kind, one.day.toordinal(),
        one.begins_at, one.ends_at, one.late_at, one.is_night, one.came_at, one.left_at,
        one.kind == PostKind.CHECKPOINT,
    )  # fmt: skip


def _swaps(worker: Worker, now: datetime) -> list[ShiftSwap]:
    mine = Swap.objects.filter(state=SwapState.ASKED, asked_by=worker.id)
    found = [*mine, *Swap.objects.filter(state=SwapState.ASKED, to=worker.id)]
    ids = {id for one in found for id in (one.shift, one.other) if id}
    coming = Shift.objects.filter(pk__in=ids, begins_at__gt=now, cancelled_at=None)
    stands = dict(coming.values_list("id", "worker"))
    known = {one.id: one for one in swapping.rows_of(sorted(stands, key=str))}
    people = {id for one in found for id in (one.asked_by, one.to)}
    names = dict(Worker.objects.filter(pk__in=people).values_list("id", "name"))
    return [_swap(one, worker, known, names) for one in found if _stands(one, stands)]


def _stands(one: Swap, stands: Mapping[UUID, UUID]) -> bool:
    """Whether it can still be accepted: the shifts to come are still of these two."""
    return stands.get(one.shift) == one.asked_by and (one.other is None or stands.get(one.other) == one.to)


def _swap(one: Swap, worker: Worker, known: dict[UUID, Row], names: dict[UUID, str]) -> ShiftSwap:
    is_mine = one.asked_by == worker.id
    takes, gives = (one.other, one.shift) if is_mine else (one.shift, one.other)
    row = known.get(takes) if takes else None
    name = names.get(one.to if is_mine else one.asked_by, "")
    return ShiftSwap(one.id, one.place, one.shift, one.other, is_mine, name, _row(row) if row else None, gives)


def _notes(worker: Worker, rows: Sequence[Row], now: datetime) -> list[ShiftNote]:
    """What lies at the posts where the author stands now or soon, and has not read yet."""
    posts = {one.post for one in rows if one.begins_at - SOON <= now < one.ends_at}
    found = Handover.objects.filter(post__in=posts, at__gt=now - KEPT).exclude(author=worker.id).order_by("-at", "id")
    unread = [one for one in found if worker.id not in one.read_by]
    words = words_of(Outbreak.objects.current().keys, [one.record for one in unread]) if unread else {}
    names = dict(Worker.objects.filter(pk__in={one.author for one in unread}).values_list("id", "name"))
    _write_down(worker, [one.record for one in unread])
    return [
        ShiftNote(
            one.id, one.place, one.post, one.at, names.get(one.author, ""), words.get(one.record, {}).get("note", "")
        )
        for one in unread
    ]  # fmt: skip


def _write_down(worker: Worker, records: Sequence[UUID]) -> None:
    """Each note's words were opened by this worker: once, however often the phone asks."""
    known = Audit.objects.filter(worker=worker.id, action="words.opened", subject__in=records)
    new = set(records) - set(known.values_list("subject", flat=True))
    if new:
        audit.write_many(worker, "words.opened", sorted(new, key=lambda one: one.bytes), records=1)
