"""The record kinds of supervision (督查): a finding, and what is done about it until it is looked at again."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

NoteText = Annotated[str, Meta(max_length=2000)]
Moment = Annotated[datetime, Meta(tz=True)]
Photos = Annotated[list[UUID], Meta(max_length=12)]
What = Literal[
    "gate_unmanned", "not_measured", "not_scanned", "venue_open", "not_knocked", "not_followed", "list_wrong",
    "not_disinfected", "notice_missing", "crowding", "other",
]  # fmt: skip
StepName = Literal["handed", "rectified", "looked_again", "closed", "reopened", "named", "told"]


@record_kind("finding", subject="place", verb=Verb.RECORD, or_verb=Verb.SEE)
class FindingMade(msgspec.Struct, omit_defaults=True):
    """Something is not as it has to be (问题), at a place and perhaps at one `door`: what, who puts it right, by when.

    `duty` is the one that was not done, where it is about somebody's duty and not only about the place. `suspension` is
    the order that an open venue did not keep. Photos are sent after it, under the ids that it names.
    """

    what: What
    organisation: UUID | None = None
    duty: UUID | None = None
    due: Moment | None = None
    suspension: UUID | None = None
    photos: Photos = msgspec.field(default_factory=list)
    note: Sealed[NoteText] = ""


@record_kind("finding_step", subject="place", verb=Verb.RECORD, or_verb=Verb.SEE)
class FindingStep(msgspec.Struct, omit_defaults=True):
    """A step of a finding, at its place.

    `handed`: another organisation or `worker`, or another date. `rectified`: it was put right, with evidence.
    `looked_again` (回头看) by somebody else: `is_right` closes it, else it is open again, with a new date. `closed`
    without that is for those who decide; `reopened`: it was found once more. The system's own: `named`, who answers
    and who stands in for them; `told`, which workers were told, at a `level` of the ladder to the date `due`.
    """

    finding: UUID
    step: StepName
    is_right: bool = False
    organisation: UUID | None = None
    worker: UUID | None = None
    stand_in: UUID | None = None
    due: Moment | None = None
    level: Annotated[int, Meta(ge=0, le=9)] | None = None
    workers: list[UUID] = msgspec.field(default_factory=list)
    photos: Photos = msgspec.field(default_factory=list)
    note: Sealed[NoteText] = ""
