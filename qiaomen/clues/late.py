"""Clues that nobody has ended by their hour are told, one rung of the place's ladder after the other.

Each telling is a record of the system's, whose id follows from clue, clock (when it began, by which hour, how often it
was opened again) and level: telling twice tells once. Whoever was told sees the clue first on their phone and in the
console, and gets a message where the district has a channel.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from qiaomen.access import messages
from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import run
from qiaomen.clues.folds import CLUES
from qiaomen.clues.models import Clue, State
from qiaomen.clues.records import ClueStep
from qiaomen.clues.rules import rules_of
from qiaomen.duty.ladder import Rung, next_rung, rungs
from qiaomen.duty.models import DutyRole
from qiaomen.ledger import append, system
from qiaomen.ledger.models import Record
from qiaomen.ledger.system import Draft
from qiaomen.places.models import Place

_TELLINGS = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a32")


def tell(now: datetime) -> int:
    """Tell the next rung of every clue that is late by its rung's time; answers how many. Again adds none.

    The first rung above who goes is told at the hour itself, each further one so many minutes later.
    """
    outbreak = Outbreak.objects.filter(closed_at=None).first()
    if outbreak is None:
        return 0
    step = timedelta(minutes=rules_of(outbreak).step_minutes)
    found = _due(now, step)
    if not _new(found):
        return 0
    places = Place.objects.select_related("parent").in_bulk({one.place for one in found})
    ladders = {id: rungs(place, now, but=(DutyRole.PROPERTY,)) for id, place in places.items()}
    with changes.change("late clues") as change:
        run(append.FOLDING)
        CLUES.lock([one.id for one in found])
        # What somebody ended meanwhile is told to nobody any more.
        due = _new(_due(now, step, of=[one.id for one in found]))
        drafts = [_draft(one, ladders.get(one.place, []), now) for one in due]
        made = system.submit(drafts, outbreak=outbreak.id, keys=outbreak.keys, change=change.id, now=now)
        CLUES.refold([one.id for one in due], change.id)
        _page(made, places)
    return len(made)


def _due(now: datetime, step: timedelta, *, of: Sequence[UUID] | None = None) -> list[Clue]:
    late = Clue.objects.filter(state=State.OPEN, due_at__lte=now, late_last=False).order_by("due_at", "id")
    listed = late if of is None else late.filter(id__in=of)
    return [one for one in listed if one.due_at and one.due_at + step * (one.told_level + 1) <= now]


def _new(due: Sequence[Clue]) -> list[Clue]:
    """Those of which this level was not told yet: no change is opened, nothing folded, for the others."""
    ids = {one.id: _id(one) for one in due}
    told = set(Record.objects.filter(id__in=ids.values()).values_list("id", flat=True)) if ids else set()
    return [one for one in due if ids[one.id] not in told]


def _id(one: Clue) -> UUID:
    clock = f"{one.due_at} {one.dispatched_at} {one.reopened}"
    return uuid5(_TELLINGS, f"{one.id} {clock} {one.told_level + 1}")


def _draft(one: Clue, ladder: list[Rung], now: datetime) -> Draft:
    level = one.told_level + 1
    known = [*one.late_told, *([one.worker] if one.worker else [])]
    rung, last = next_rung(ladder, known) or (Rung("", []), True)
    body = ClueStep(one.id, "told", level=level, workers=[w for w in rung.workers if w not in known], last=last)
    return Draft(_id(one), "clue_step", now, body, place=one.place)


def _page(made: Iterable[Draft], places: dict[UUID, Place]) -> None:
    """A message for each who was told: the place, nothing of what or of who told it."""
    texts: dict[UUID, list[str]] = {}
    with translation.override(settings.LANGUAGE_CODE):
        said = _("Nobody has ended a clue in %(place)s by its hour. Please see that somebody looks there now.")
        for draft in made:
            if isinstance(draft.body, ClueStep) and draft.place in places:
                for worker in draft.body.workers:
                    texts.setdefault(worker, []).append(said % {"place": places[draft.place].name})
    messages.put_for_workers(texts, purpose="clue.late")
