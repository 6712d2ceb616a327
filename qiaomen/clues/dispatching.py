"""Who goes to look: the grid worker by the clue's place, else who stands in; and a new clue's clock begins by itself.

A new clue gets a `dispatched` step of the system's, under an id that follows from the clue: to the first of those who
answer for its place, or, where the rules say that a person sends, or nobody answers there, to nobody yet.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import msgspec
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from qiaomen.access import messages
from qiaomen.access.models import Grant
from qiaomen.access.roles import Verb, roles_with
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows
from qiaomen.clues.folds import CLUES
from qiaomen.clues.progress import told_it
from qiaomen.clues.records import ClueStep
from qiaomen.clues.rules import rules_of
from qiaomen.duty.chain import Link, chain, links_below
from qiaomen.duty.models import DutyRole
from qiaomen.ledger import system
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.system import Draft
from qiaomen.places.models import Place

_DISPATCHES = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a31")
NEW = """
SELECT id, place, told_by, source FROM clues_clue
WHERE id = ANY(%b) AND dispatched_at IS NULL AND state = 'open' ORDER BY told_at, id
"""


class Candidate(msgspec.Struct, frozen=True):
    """Somebody who may go; `stands_in` for the grid worker, `decides` there."""

    worker: UUID
    name: str
    role: str
    place: str
    stands_in: bool
    decides: bool = False


def candidates(place: Place, at: datetime) -> list[Candidate]:
    """Who may go to a place, the best first: the nearest grid workers around it, those inside it, then who stands in.

    Only who may record in all of the place: what others write there would be refused.
    """
    around = chain(place, at=at)[::-1]
    own = [link for link in around if link.role == DutyRole.GRID_WORKER]
    inside = [] if own else [one for one in links_below(place, at=at) if one.role == DutyRole.GRID_WORKER]
    others = [link for link in around if link.role != DutyRole.GRID_WORKER]
    return _able([*own, *inside, *others], place, at)


def first_of(able: Iterable[Candidate], *, told_by: UUID, source: str) -> UUID | None:
    """The best of these for a clue: not who told it, for they may not end it."""
    may = (
        one.worker for one in able if not told_it(one.worker, told_by=told_by, source=source, decides=one.decides)
    )  # fmt: skip
    return next(may, None)


def may_end(worker: UUID, place: Place, at: datetime, *, told_by: UUID, source: str) -> bool:
    """Whether a clue at a place may be ended by somebody, as far as it matters who told it."""
    if worker != told_by:
        return True
    decides = worker in _holding(Verb.DECIDE, {worker}, place, at)
    return not told_it(worker, told_by=told_by, source=source, decides=decides)


def may_go(worker: UUID, place: Place, at: datetime) -> bool:
    """Whether somebody may record in all of a place."""
    return worker in _holding(Verb.RECORD, {worker}, place, at)


def begin(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage, after clues are folded: the clock of new ones begins, and somebody is sent."""
    if "clue" not in touched.kinds or not (new := rows(NEW, [list(touched.records)])):
        return
    outbreak = Outbreak.objects.current()
    rules = rules_of(outbreak)
    due = now + timedelta(hours=rules.hours)
    places = Place.objects.select_related("parent").in_bulk({place for _clue, place, *_told in new})
    able = {id: candidates(place, now) if rules.sends else [] for id, place in places.items()}
    goes = {
        clue: first_of(able[place], told_by=told_by, source=source) for clue, place, told_by, source in new
    }  # fmt: skip
    drafts = [
        Draft(
            uuid5(_DISPATCHES, str(clue)), "clue_step", now,
            ClueStep(clue, "dispatched", worker=goes[clue], due=due), place=place,
        )
        for clue, place, *_told in new
    ]  # fmt: skip
    system.submit(drafts, outbreak=outbreak.id, keys=outbreak.keys, change=change, now=now)
    CLUES.refold(list(goes), change)
    tell_sent([(worker, places[place], due) for clue, place, *_told in new if (worker := goes[clue])])


def tell_sent(sent: Iterable[tuple[UUID, Place, datetime]]) -> None:
    """A message for each who is sent: where and until when, nothing of what or of who told it."""
    texts: dict[UUID, list[str]] = {}
    with translation.override(settings.LANGUAGE_CODE):
        for worker, place, due in sent:
            until = timezone.localtime(due).strftime("%m-%d %H:%M")
            said = _("There is a clue to look at in %(place)s, by %(time)s. It is on your phone.")
            texts.setdefault(worker, []).append(said % {"place": place.name, "time": until})
    messages.put_for_workers(texts, purpose="clue.dispatched")


def _able(links: Sequence[Link], place: Place, at: datetime) -> list[Candidate]:
    workers = {link.worker.id for link in links if link.worker.is_active}
    able, deciders = (_holding(verb, workers, place, at) for verb in (Verb.RECORD, Verb.DECIDE))
    found: dict[UUID, Candidate] = {}
    for link in links:
        if link.worker.id in able and link.worker.id not in found:
            stands_in = link.role != DutyRole.GRID_WORKER
            found[link.worker.id] = Candidate(
                link.worker.id, link.worker.name, str(link.role), link.place.name, stands_in, link.worker.id in deciders
            )  # fmt: skip
    return list(found.values())


def _holding(verb: Verb, workers: set[UUID], place: Place, at: datetime) -> set[UUID]:
    held = Grant.objects.in_force(at).filter(worker__in=workers, role__in=roles_with(verb))
    return set(held.filter(place__in=place.ancestors(), worker__is_active=True).values_list("worker_id", flat=True))
