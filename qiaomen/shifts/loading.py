"""A roster's problem out of the tables: posts and people of its place, and what these stand already."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet

from qiaomen.places.models import Place
from qiaomen.shifts import problem as pure
from qiaomen.shifts.folds import zone
from qiaomen.shifts.models import Away, Post, Roster, Rostered, RuleBook, Shift, Slot
from qiaomen.shifts.problem import Person, Problem, Rules, Stint

AROUND = timedelta(days=8)
"""What lies further away touches no rule: a week of hours, nights in a row."""


def rules_of(place: Place) -> Rules:
    """The rules that hold for a place: its own, or those of the nearest place around it, or the usual ones."""
    book = RuleBook.objects.filter(place__in=place.ancestors()).order_by("-place__path").first()
    return msgspec.convert(book.document, Rules) if book else Rules()


def posts_in(place: Place) -> list[Post]:
    """The posts in use at and below a place, in walking order."""
    found = Post.objects.filter(is_active=True, place__path__startswith=place.path)
    return list(found.select_related("place").prefetch_related("heads").order_by("place__walk", "place__path", "name"))


def of_roster(roster: Roster) -> Problem:
    """What is to be solved."""
    posts = posts_in(roster.place)
    people = Rostered.objects.filter(is_active=True, worker__is_active=True, place__path__startswith=roster.place.path)
    first, last = roster.first, roster.first + timedelta(days=roster.days - 1)
    slots = [_slot(one) for one in Slot.objects.filter(is_active=True)]
    workers = list(people.values_list("worker_id", flat=True))
    return Problem(
        rules=msgspec.convert(roster.rules, Rules), first=first, days=roster.days, slots=slots,
        posts=[pure_post(one) for one in posts],
        people=people_of(workers, first, last, without=replaced_by(roster, {one.id for one in posts})),
        zone=zone(),
    )  # fmt: skip


def replaced_by(roster: Roster, posts: Collection[UUID]) -> set[UUID]:
    """Shifts of earlier editions in whose stead a roster stands: at its posts, on its days."""
    last = roster.first + timedelta(days=roster.days - 1)
    found = Shift.objects.filter(post__in=posts, day__range=(roster.first, last), cancelled_at=None)
    return set(found.exclude(roster=roster.id).values_list("id", flat=True))


def has_begun(roster: Roster) -> bool:
    """Whether shifts of it are published already."""
    return gone_out(roster).exists()


def gone_out(roster: Roster) -> QuerySet[Shift]:
    """Its shifts that are published already."""
    first = datetime.combine(roster.first, time(), zone())
    around = (first, first + timedelta(days=roster.days + 1))
    return Shift.objects.filter(roster=roster.id, begins_at__range=around)


def people_of(
    workers: Collection[UUID], first: date, last: date, *, without: Collection[UUID] = ()
) -> list[Person]:  # fmt: skip
    """Who stands shifts, of these workers, by id; with what they stand around and between these days."""
    found = Rostered.objects.filter(worker__in=workers).select_related("worker", "place").order_by("worker_id")
    stands, away = stints_of(workers, first, last, without=without), _away(workers, first, last)
    return [
        Person(
            one.worker_id, one.worker.organisation_id, one.place.path, frozenset(one.skills), one.is_woman,
            one.no_nights, frozenset(one.not_slots), frozenset(one.not_kinds), tuple(away[one.worker_id]),
            tuple(stint for _shift, stint in stands[one.worker_id]),
        )
        for one in found
    ]  # fmt: skip


def stints_of(
    workers: Collection[UUID], first: date, last: date, *, without: Collection[UUID] = ()
) -> dict[UUID, list[tuple[UUID, Stint]]]:
    """(shift, stint) of what these workers stand on and around these days, by worker."""
    days = (first - AROUND, last + AROUND)
    found: dict[UUID, list[tuple[UUID, Stint]]] = defaultdict(list)
    shifts = Shift.objects.filter(worker__in=workers, day__range=days, cancelled_at=None).order_by("begins_at")
    for one in shifts:
        if one.id not in without:
            found[one.worker].append((one.id, stint_of(one)))
    return found


def stint_of(one: Shift) -> Stint:
    """A shift as somebody's time."""
    return Stint(one.day.toordinal(), minute(one.begins_at), minute(one.ends_at), one.is_night, one.post, one.slot)


def minute(at: datetime) -> int:
    """A moment as minutes since 1970."""
    return int(at.timestamp()) // 60


def pure_post(one: Post) -> pure.Post:
    """A post as rules see it."""
    heads = {each.slot_id: each.heads for each in one.heads.all()}
    return pure.Post(one.id, one.place.path, one.kind, heads, {skill: int(many) for skill, many in one.skills.items()})


def _slot(one: Slot) -> pure.Slot:
    return pure.Slot(one.id, one.begins.hour * 60 + one.begins.minute, one.minutes)


def _away(workers: Iterable[UUID], first: date, last: date) -> dict[UUID, list[tuple[int, int]]]:
    found: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
    until, since = last + AROUND, first - AROUND
    spans = Away.objects.filter(Q(since__date__lte=until) & Q(until__date__gte=since), worker__in=list(workers))
    for one in spans.order_by("since"):
        found[one.worker_id].append((minute(one.since), minute(one.until)))
    return found
