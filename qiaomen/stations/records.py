"""The record kind of welcome stations: what happens to somebody who stays at one."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

NoteText = Annotated[str, Meta(max_length=2000)]
ShortText = Annotated[str, Meta(max_length=120)]
Happened = Literal["arrived", "moved", "test_due", "tested", "home", "hospital", "left"]


@record_kind("station_event", subject="person", verb=Verb.RECORD)
class StationEvent(msgspec.Struct, omit_defaults=True):
    """Something that happens to a person at a station (驿站); `place` is the station.

    `arrived` and `moved` name room and bed; `test_due` the day; `tested` the record of the sample or the result. Going
    `home`, to `hospital` or elsewhere (`left`) ends the stay.
    """

    event: Happened
    room: UUID | None = None
    bed: Annotated[int, Meta(ge=1, le=200)] | None = None
    due: date | None = None
    record: UUID | None = None
    together: UUID | None = None
    came_from: Sealed[ShortText] = ""
    note: Sealed[NoteText] = ""
