"""What is decided about shifts at a desk: posts, slots, people, rules; a roster asked for, published or dropped."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.access import audit
from qiaomen.access.models import Grant, Worker
from qiaomen.access.queries import within
from qiaomen.access.roles import Verb
from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.places.models import Place
from qiaomen.shifts import folds, loading, stale
from qiaomen.shifts.models import Away, Heads, Post, Roster, Rostered, RosterState, RuleBook, Shift, Slot
from qiaomen.shifts.models_roster import DROPPABLE
from qiaomen.shifts.problem import Rules


def set_slot(*, name: str, begins: time, minutes: int, by: Worker) -> Slot:
    """A slot of the day; one that begins then and lasts as long is renamed."""
    with changes.change("shift slot", worker=by.id) as change:
        slot, _made = Slot.objects.update_or_create(
            begins=begins, minutes=minutes, defaults={"name": name, "is_active": True, "change": change.id}
        )
    return slot


def end_slot(slot: Slot, *, by: Worker) -> None:
    """No roster has it any more. Raises `shift.slot_elsewhere` where people stand at it at posts that are not theirs to
    change."""
    with changes.change("shift slot", worker=by.id) as change:
        standing = Post.objects.filter(is_active=True, heads__slot=slot)
        if elsewhere := standing.exclude(within(by, Verb.ASSIGN, "place__")).count():
            raise Problem("shift.slot_elsewhere", posts=elsewhere)
        Slot.objects.filter(pk=slot.pk).update(is_active=False, change=change.id)


def set_post(
    *, place: Place, name: str, kind: str, heads: Mapping[UUID, int], skills: Mapping[str, int], by: Worker,
    post: Post | None = None, is_active: bool = True,
) -> Post:  # fmt: skip
    """A post at a place; the one of this name there is changed. `heads` by slot; none means it is not in use there."""
    with changes.change("post", worker=by.id) as change:
        said = {"kind": kind, "skills": {k: v for k, v in skills.items() if v}, "is_active": is_active}
        if post is None:
            post, _made = Post.objects.update_or_create(place=place, name=name, defaults={**said, "change": change.id})
        else:
            Post.objects.filter(pk=post.pk).update(place=place, name=name, change=change.id, **said)
        Heads.objects.filter(post=post).delete()
        Heads.objects.bulk_create(Heads(post=post, slot_id=slot, heads=many) for slot, many in heads.items() if many)
        audit.write(by, "shift.post", post.id, place=str(place.id))
    return post


def set_person(
    worker: Worker, place: Place, *, skills: Sequence[str], is_woman: bool, no_nights: bool, not_slots: Sequence[UUID],
    not_kinds: Sequence[str], is_active: bool, by: Worker, is_new: bool = False,
) -> None:  # fmt: skip
    """A worker stands shifts, at home in a place. Raises `shift.no_grant` for one who may not record in all of it: what
    they write down on their phone would be refused; `shift.rostered_already` for one who `is_new` and is not: whoever
    adds somebody may have no right where these are at home."""
    if is_active and not _may_record(worker, place):
        raise Problem("shift.no_grant")
    with changes.change("rostered", worker=by.id) as change:
        said: dict[str, Any] = {
            "place": place, "skills": sorted(set(skills)), "is_woman": is_woman, "no_nights": no_nights,
            "not_slots": list(not_slots), "not_kinds": list(not_kinds), "is_active": is_active, "change": change.id,
        }  # fmt: skip
        found, made = Rostered.objects.get_or_create(worker=worker, defaults=said)
        if is_new and not made:
            raise Problem("shift.rostered_already", field="worker", place=found.place.name)
        if not made:
            Rostered.objects.filter(pk=worker.pk).update(**said)
        audit.write(by, "shift.person", worker.id, place=str(place.id))


def set_away(worker: Worker, *, since: datetime, until: datetime, by: Worker) -> Away:
    """A worker is not there from when to when."""
    with changes.change("away", worker=by.id) as change:
        return Away.objects.create(worker=worker, since=since, until=until, change=change.id)


def end_away(away: Away, *, by: Worker, now: datetime) -> None:
    """A worker is back now; what has not begun yet is called off and leaves nothing, and what is over stays."""
    with changes.change("away", worker=by.id) as change:
        stays = Away.objects.filter(pk=away.pk)
        stays.filter(since__gte=now).delete()
        stays.filter(until__gt=now).update(until=now, change=change.id)


def set_rules(place: Place, rules: Rules, *, by: Worker) -> None:
    """The rules of a place from the next roster on."""
    with changes.change("shift rules", worker=by.id) as change:
        RuleBook.objects.update_or_create(
            place=place, defaults={"document": msgspec.to_builtins(rules), "change": change.id}
        )
        audit.write(by, "shift.rules", place.id, **msgspec.to_builtins(rules))


def ask(*, place: Place, first: date, days: int, seconds: int, by: Worker, now: datetime) -> Roster:
    """Ask for a roster; `working.begin` works it out. Raises `shift.no_posts`, `shift.no_people`."""
    if not any(one.heads.all() for one in loading.posts_in(place)):
        raise Problem("shift.no_posts")
    if not Rostered.objects.filter(is_active=True, place__path__startswith=place.path).exists():
        raise Problem("shift.no_people")
    with changes.change("roster", worker=by.id):
        roster = Roster.objects.create(
            outbreak=Outbreak.objects.current(), place=place, first=first, days=days, seconds=seconds,
            rules=msgspec.to_builtins(loading.rules_of(place)), asked_by=by, asked_at=now,
        )  # fmt: skip
        audit.write(by, "roster.asked", roster.id, place=str(place.id))
    return roster


def publish(roster: Roster, *, despite_gaps: bool, by: Worker, now: datetime) -> None:
    """Publish what was proposed: `working` makes a record of each shift; what stopped halfway goes on where it stopped.

    Raises `shift.not_proposed`; `shift.stale` where lines no longer hold: they are gaps from then on; `shift.has_gaps`
    where people lack and that is not said to be known.
    """
    said: dict[str, Any] = {"state": RosterState.PUBLISHING, "heartbeat": None, "attempts": 0, "done": 0, "problem": ""}
    waiting = Roster.objects.filter(pk=roster.pk, state=RosterState.PROPOSED)
    if not loading.has_begun(roster):
        # Who publishes it, and when, are part of each record: what goes on keeps them.
        said |= {"published_by": by, "published_at": now}
        waiting = waiting.filter(first__gt=now.astimezone(folds.zone()).date())
        if waiting.exists() and stale.to_gaps(roster):
            raise Problem("shift.stale")
    if roster.gaps and not despite_gaps:
        raise Problem("shift.has_gaps")
    with changes.change("roster", worker=by.id):
        if not waiting.update(**said):
            raise Problem("shift.not_proposed")
        audit.write(by, "roster.published", roster.id, gaps=len(roster.gaps))


def drop(roster: Roster, *, by: Worker, now: datetime, despite_begun: bool = False) -> bool:
    """Call a roster off that is worked out, or proposed; False where it is published, is being published, or over.

    Of one whose publishing has stopped halfway what went out stands, as records do, and so does what earlier editions
    have not lost yet: no post is left empty. Raises `shift.has_begun` where that is not said to be known.
    """
    over = {"state": RosterState.DROPPED, "heartbeat": None, "holder": None, "dropped_by": by, "dropped_at": now}
    with changes.change("roster", worker=by.id):
        # Once its state is not open any more nobody begins to publish it.
        if not Roster.objects.filter(pk=roster.pk, state__in=DROPPABLE).update(**over):
            return False
        standing = loading.gone_out(roster).count()
        if standing and not despite_begun:
            raise Problem("shift.has_begun")
        Roster.objects.filter(pk=roster.pk).update(standing=standing)
        roster.proposed.all().delete()
        audit.write(by, "roster.dropped", roster.id, standing=standing)
    return True


def change(
    shift: Shift, what: str, *, by: Worker, now: datetime, worker: UUID | None = None, despite: Sequence[str] = (),
    note: str = "",
) -> Verdict:  # fmt: skip
    """Who leads has somebody else stand a shift, cancels it, or has it in hand."""
    body = {"shift": shift.id, "change": what, "worker": worker, "despite": list(despite), "note": note}
    said = {key: value for key, value in body.items() if value}
    return desk.tell("shift_change", said, by=by, now=now, place=shift.place)


def _may_record(worker: Worker, place: Place) -> bool:
    held = Grant.objects.in_force().allowing(Verb.RECORD).filter(worker=worker)
    return any(place.path.startswith(path) for path in held.values_list("place__path", flat=True))
