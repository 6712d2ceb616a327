"""What a verified clue earns whoever told it first: booked once, by the system, under a receipt's number.

The booking's id follows from the clue: joined reports of one thing book once, and verified again books nothing more.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid5

from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows, run
from qiaomen.clues.folds import CLUES
from qiaomen.clues.models import Rules
from qiaomen.clues.records import ClueStep
from qiaomen.ledger import append, system
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.system import Draft

_REWARDS = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a33")
# What a report that was joined to it has earned already was handed over for the same thing.
OWED = """
SELECT id, place FROM clues_clue
WHERE id = ANY(%b) AND state = 'verified' AND rewarded_at IS NULL
  AND NOT EXISTS (SELECT FROM clues_clue j WHERE j.joined_to = clues_clue.id AND j.reward = 'collected')
ORDER BY ended_at, id
"""
BEHIND = "SELECT id FROM clues_clue WHERE change = %b AND state = 'verified' AND rewarded_at IS NULL"
# Asked of the ledger: what was taken back stands in no state, and its receipt may be in somebody's hands.
LAST = """
SELECT coalesce(max((body->>'number')::int), 0) FROM ledger_record
WHERE kind = 'clue_step' AND body->>'step' = 'rewarded'
"""


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage, after clues are folded: book what was verified, or parted as a verified one."""
    if "clue_step" in touched.kinds and (behind := [row[0] for row in rows(BEHIND, [change])]):
        _book(behind, change, now)


def book(clues: Collection[UUID], *, by: UUID, now: datetime) -> int:
    """Book what these earn by the rules of now, where nothing was booked yet; answers how many."""
    with changes.change("clue rewards", worker=by) as change:
        run(append.FOLDING)
        CLUES.lock(list(clues))
        return _book(clues, change.id, now)


def _book(clues: Collection[UUID], change: UUID, now: datetime) -> int:
    outbreak = Outbreak.objects.current()
    # The row is the lock under which numbers follow each other.
    rules = Rules.objects.select_for_update().filter(outbreak=outbreak, rewards=True).first()
    if rules is None:
        return 0
    owed = rows(OWED, [list(clues)])
    [(last,)] = rows(LAST, [])
    drafts = [
        Draft(
            uuid5(_REWARDS, str(clue)), "clue_step", now,
            ClueStep(clue, "rewarded", what=rules.reward_what, count=rules.reward_count, number=last + ordinal),
            place=place,
        )
        for ordinal, (clue, place) in enumerate(owed, start=1)
    ]  # fmt: skip
    made = system.submit(drafts, outbreak=outbreak.id, keys=outbreak.keys, change=change, now=now)
    CLUES.refold([clue for clue, _place in owed], change)
    return len(made)
