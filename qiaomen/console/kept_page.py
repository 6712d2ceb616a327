"""What the pages of refused and held records say: why, how to mend it, and the content where it was opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from qiaomen.access.models import Worker
from qiaomen.access.queries import check
from qiaomen.access.roles import Verb
from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import Unsealable, unseal
from qiaomen.console import words
from qiaomen.ledger.queries import Kept

# Of what is opened, these stay covered without the right to see identity.
COVERED = {"id_number", "phones"}
REVIEWED = "record.needs_review"


@dataclass(frozen=True, slots=True)
class Line:
    """A record that was not taken, in words."""

    row: Kept
    what: str
    why: str
    mend: str
    is_for_review: bool
    may_review: bool
    is_overdue: bool


def line(row: Kept, *, decides: Sequence[str], is_overdue: bool = False) -> Line:
    """A record in words; `decides` are the paths at and below which the reader may decide."""
    is_for_review = row.code == REVIEWED
    return Line(
        row=row,
        what=words.kind_word(row.kind) if row.kind else _("unreadable"),
        why=words.why(row),
        mend=mending(row.code),
        is_for_review=is_for_review,
        may_review=is_for_review and row.path.startswith(tuple(decides)),
        is_overdue=is_overdue,
    )


def may(worker: Worker, verb: Verb, path: str) -> bool:
    """Whether the worker may do this at a path."""
    try:
        check(worker, verb, path)
    except Problem:
        return False
    return True


def mending(code: str) -> str:
    """What somebody at the desk does about it."""
    match code:
        case "record.outside_grant":
            return _("Hand the door to the team that knocked, or tell the team that it has it; then it is sent again.")
        case "record.forbidden_kind":
            return _("Somebody with the right to decide there enters it.")
        case "record.review_refused":
            return _("Nothing, unless the refusal was a mistake: then it is written again.")
        case "record.not_kept":
            return _("Nothing: what it said is gone. What still matters is written again.")
        case "record.id_reused" | "record.unreadable" | "record.unknown_kind":
            return _("The app on that phone is old or damaged: update it, then write the record again.")
        case "visit.before_opening":
            return _("The phone's clock was wrong, or somebody knocked early. Set the clock and write the visit again.")
        case _:
            return _(
                "It is the first thing in its author's outbox, with this reason: they correct it and send it again."
            )


def blamed(row: Kept) -> str:
    """The way to the one value to blame: an unknown answer is blamed on all answers, its question stands beside."""
    if row.code != "visit.answer_unknown":
        return row.field
    return f"{row.field}.{msgspec.json.decode(row.details.encode()).get('question', '')}"


def whole(keys: Keys, refusal: UUID, sealed: bytes) -> dict[str, Any] | None:
    """The refused record as it was sent; None where it cannot be opened, or is no record."""
    try:
        sent = msgspec.json.decode(unseal(keys, sealed, row=refusal))
    except (Unsealable, ValueError, RecursionError):
        return None
    return sent if isinstance(sent, dict) and isinstance(sent.get("body"), dict) else None


def content(keys: Keys, refusal: UUID, sealed: bytes, *, masked: bool) -> list[tuple[str, str]]:
    """The opened record as lines of name and value. What cannot be opened or read says so."""
    if not sealed:
        return [(_("content"), _("It is kept no longer."))]
    try:
        raw = unseal(keys, sealed, row=refusal)
    except Unsealable:
        return [(_("content"), _("It cannot be opened: its key is gone."))]
    try:
        return list(_flat("", msgspec.json.decode(raw), masked))
    except (ValueError, RecursionError):
        return [(_("content"), raw.decode("utf-8", "replace")[:2000])]


def _flat(name: str, value: Any, masked: bool) -> list[tuple[str, str]]:
    if masked and name.rpartition(".")[2] in COVERED and value:
        return [(name, "••••••")]
    if isinstance(value, dict):
        return [line for key, one in value.items() for line in _flat(f"{name}.{key}".lstrip("."), one, masked)]
    if isinstance(value, list):
        return [line for index, one in enumerate(value, 1) for line in _flat(f"{name}.{index}", one, masked)]
    return [(name, "" if value is None else str(value))]
