"""An alarm, as a passage or visitor, what the system told and what people did about it have it. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from qiaomen.gates.models import What
from qiaomen.gates.records import AlarmStep, AlarmTold, Passage, Visitor, is_fever
from qiaomen.ledger import stages
from qiaomen.ledger.told import Told

SECOND_AFTER = timedelta(minutes=5)
"""When a second reading is due."""
GRACE = timedelta(minutes=2)
"""How long a second reading may be on its way before somebody is told that it is missing."""


class Folded(msgspec.Struct):
    """An alarm's row; see `models.Alarm`. `handed_at`: when it was handed on last, by a person."""

    id: UUID
    gate: UUID
    at: datetime
    known_at: datetime
    what: What
    emergency: str = ""
    due_at: datetime | None = None
    level: int = -1
    told: list[UUID] = msgspec.field(default_factory=list)
    everybody: list[UUID] = msgspec.field(default_factory=list)
    told_at: datetime | None = None
    last: bool = False
    acknowledged_at: datetime | None = None
    acknowledged_by: UUID | None = None
    settled_at: datetime | None = None
    settled_by: UUID | None = None
    explained_at: datetime | None = None
    explained_by: UUID | None = None
    handed_at: datetime | None = None
    told_as: str = ""

    @property
    def is_worse(self) -> bool:
        """Whether somebody was told that a second reading is missing, and it came and is a fever."""
        return self.told_as == What.SECOND_READING and self.what != What.SECOND_READING

    @property
    def is_handed_on(self) -> bool:
        """Whether somebody handed it on and nobody was told since."""
        told_at = self.told_at
        return self.settled_at is None and self.handed_at is not None and (told_at is None or self.handed_at > told_at)


def what_of(told: Told) -> What | None:
    """What a record is an alarm of, if of anything. Whoever has a pass, or is kept apart at a gate, lives there."""
    if told.kind in stages.alarms:
        word = stages.alarms[told.kind].what(told)
        return What(word) if word else None
    body: Passage | Visitor = told.body
    if isinstance(body, Passage) and body.kept is not None and body.kept.emptied:
        return What(body.kept.alarm) if body.kept.alarm else None
    if isinstance(body, Passage) and body.emergency:
        return What.EMERGENCY
    if not is_fever(body):
        return What.SECOND_READING if body.reason == WAITS else None
    if isinstance(body, Passage) and body.visitor is None and (body.pass_id or body.verdict == "kept_apart"):
        return What.FEVER_RESIDENT
    return What.FEVER_VISITOR


WAITS = "second_reading"
"""The reason that stands while somebody above the limit waits to be measured again."""


def fold(about: Told, what: What, since: Sequence[Told]) -> Folded:
    """The alarm about a record, after what was told and done `since`, in order."""
    assert about.place is not None
    emergency = about.body.emergency if isinstance(about.body, Passage) else ""
    due_at = about.at + SECOND_AFTER if what == What.SECOND_READING else None
    folded = Folded(about.id, about.place, about.at, about.entered_at, what, emergency, due_at)
    fever_at = fever_since(about) if what != What.SECOND_READING else None
    for one in since:
        if one.kind == "alarm_told":
            _told(folded, one)
        elif fever_at is None or one.at >= fever_at:
            _step(folded, one)
    return folded


def fever_since(about: Told) -> datetime | None:
    """When what was a missing reading became a fever: whoever answered before answered the missing reading only.

    The phone's clock says when it was measured; never later than when we knew.
    """
    body = about.body
    if not isinstance(body, Passage | Visitor) or body.second_temperature is None or body.second_at is None:
        return None
    return min(body.second_at, about.known_at)


def _told(folded: Folded, one: Told) -> None:
    body: AlarmTold = one.body
    if body.level <= folded.level:
        return
    if folded.told_as == What.SECOND_READING and not body.what:
        _anew(folded)
    folded.told_as = body.what
    folded.level, folded.told, folded.told_at, folded.last = body.level, body.workers, one.at, body.last
    folded.everybody = [*folded.everybody, *(each for each in body.workers if each not in folded.everybody)]


def _anew(folded: Folded) -> None:
    """The fever is another alarm than the missing reading: who answered that one has not answered this."""
    folded.everybody, folded.handed_at = [], None
    folded.acknowledged_at = folded.acknowledged_by = folded.settled_at = folded.settled_by = None


def _step(folded: Folded, one: Told) -> None:
    body: AlarmStep = one.body
    if body.step == "handed_on":
        folded.acknowledged_at = folded.acknowledged_by = None
        folded.handed_at = one.at
        return
    # Whoever settles or explains it has taken it on, even where nobody said so.
    if folded.acknowledged_at is None:
        folded.acknowledged_at, folded.acknowledged_by = one.at, one.author
    if body.step == "explained" and folded.explained_at is None:
        folded.explained_at, folded.explained_by = one.at, one.author
    if folded.settled_at is None and (
        body.step == "settled" or (body.step == "explained" and folded.what == What.EMERGENCY)
    ):
        folded.settled_at, folded.settled_by = one.at, one.author
