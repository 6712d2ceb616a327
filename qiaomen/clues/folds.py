"""What the records of clues make: the state of each."""

from collections.abc import Sequence
from typing import Any

from qiaomen.clues.models import State
from qiaomen.ledger.threads import Thread
from qiaomen.ledger.told import Told


def _line(clue: Told, steps: Sequence[Told]) -> dict[str, Any]:
    return {
        "id": clue.id, "place": clue.place, "what": clue.body.what, "told_at": clue.at, "told_by": clue.author,
        "state": State.OPEN.value,
    }  # fmt: skip


CLUES = Thread("clues_clue", "clue", _line)
