"""What the records of clues make: the state of each."""

from collections.abc import Sequence
from typing import Any

import msgspec

from qiaomen.base.ids import RESIDENT
from qiaomen.clues.models import Source
from qiaomen.clues.progress import progress
from qiaomen.clues.records import ClueTold
from qiaomen.ledger.threads import Thread
from qiaomen.ledger.told import Told


def _line(clue: Told, steps: Sequence[Told]) -> dict[str, Any]:
    body: ClueTold = clue.body
    return {
        "id": clue.id, "record": clue.record, "place": clue.place, "what": body.what, "source": source_of(clue),
        "organisation": body.organisation, "told_at": clue.at, "told_by": clue.author,
        **msgspec.structs.asdict(progress(steps)),
    }  # fmt: skip


def source_of(clue: Told) -> str:
    """By which way it came, where its record does not say so."""
    return clue.body.source or (Source.RESIDENT if clue.author == RESIDENT else Source.VOLUNTEER).value


CLUES = Thread("clues_clue", "clue", _line, step="clue_step", about="clue")
