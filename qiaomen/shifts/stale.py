"""Whether a proposal still holds when it is published: days lie between, and people are asked elsewhere meanwhile."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import msgspec
from django.db import transaction

from qiaomen.shifts import loading, rules, turns
from qiaomen.shifts.folds import zone
from qiaomen.shifts.models import Post, Proposed, Roster, Rostered, Slot
from qiaomen.shifts.problem import Rules, Stint


def to_gaps(roster: Roster) -> int:
    """Turn the lines that no longer hold into gaps, so that who publishes it sees where somebody lacks; how many."""
    with transaction.atomic():
        locked = Roster.objects.select_for_update(of=("self",)).filter(pk=roster.pk, state=roster.state).first()
        stale = lines(roster) if locked is not None else []
        if stale:
            roster.gaps, roster.is_proven = _more(roster.gaps, stale), False
            roster.save(update_fields=["gaps", "is_proven"])
            Proposed.objects.filter(pk__in=[one.pk for one in stale]).delete()
    return len(stale)


def lines(roster: Roster) -> list[Proposed]:
    """The lines that break a rule by now, by what their people stand and when they are away; and those of people, posts
    and slots that are not in use any more. By the rules that the roster was made by."""
    by, posts = msgspec.convert(roster.rules, Rules), {one.id: one for one in loading.posts_in(roster.place)}
    proposed, slots = list(roster.proposed.order_by("begins_at", "id")), _slots()
    here = Rostered.objects.filter(is_active=True, worker__is_active=True, place__path__startswith=roster.place.path)
    last, replaced = roster.first + timedelta(days=roster.days - 1), loading.replaced_by(roster, set(posts))
    workers = set(here.values_list("worker_id", flat=True)) & {one.worker for one in proposed}
    people = {one.id: one for one in loading.people_of(workers, roster.first, last, without=replaced)}
    kept: dict[UUID, list[Stint]] = defaultdict(list)
    found = []
    for one in proposed:
        person, post, stint = people.get(one.worker), posts.get(one.post), _stint(one)
        if (
            person is not None
            and post is not None
            and one.slot in slots & _heads(post)
            and not rules.of_person(person, post.kind, stint, [*person.before, *kept[one.worker]], by)
        ):
            kept[one.worker].append(stint)
        else:
            found.append(one)
    return found


def _more(gaps: Iterable[list[object]], stale: Iterable[Proposed]) -> list[list[object]]:
    lacks = Counter((str(one.post), str(one.slot), one.day.toordinal()) for one in stale)
    several: list[list[object]] = []
    for post, slot, day, missing, lack in gaps:
        more = 0 if lack else lacks.pop((str(post), str(slot), int(str(day))), 0)
        several.append([post, slot, day, int(str(missing)) + more, lack])
    return [*several, *([post, slot, day, many, ""] for (post, slot, day), many in lacks.items())]


def _slots() -> set[UUID]:
    return set(Slot.objects.filter(is_active=True).values_list("id", flat=True))


def _heads(post: Post) -> set[UUID]:
    return {each.slot_id for each in post.heads.all()}


def _stint(one: Proposed) -> Stint:
    begin, end = loading.minute(one.begins_at), loading.minute(one.ends_at)
    local = one.begins_at.astimezone(zone())
    is_night = turns.is_night(local.hour * 60 + local.minute, end - begin)
    return Stint(one.day.toordinal(), begin, end, is_night, one.post, one.slot)
