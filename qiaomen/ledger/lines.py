"""A thread as its page tells it: what began it and each step, in order, with an author's name and its words."""

from collections.abc import Callable
from uuid import UUID

import msgspec

from qiaomen.access.queries import names_of
from qiaomen.base.keys import Keys
from qiaomen.ledger import told
from qiaomen.ledger.threads import Thread
from qiaomen.ledger.told import Told
from qiaomen.ledger.words import words_of


class Line(msgspec.Struct):
    """One record of a thread; `author` is a name, `note` is sealed, and opened where keys are given."""

    told: Told
    author: str
    note: str = ""


def author_of(one: Told) -> UUID:
    """Whose name stands beside a record, where nothing else is said."""
    return one.author


def lines_of(
    thread: Thread, root: UUID, *, keys: Keys | None = None, named: Callable[[Told], UUID] = author_of
) -> list[Line]:
    """All lines of one thread; what was taken back is not there. `named`: whose name stands beside a record."""
    made = told.of_chains([root]).get(root)
    found = [*([made] if made is not None else []), *thread.steps_of([root])[root]]
    names = names_of({named(one) for one in found})
    said = words_of(keys, [one.record for one in found]) if keys is not None else {}
    return [Line(one, names.get(named(one), ""), said.get(one.record, {}).get("note", "")) for one in found]
