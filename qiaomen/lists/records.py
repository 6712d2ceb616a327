"""The record kinds of lists: a row as it came from outside, and what is done about it."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

NoteText = Annotated[str, Meta(max_length=2000)]
Short = Annotated[str, Meta(max_length=80)]
Moment = Annotated[datetime, Meta(tz=True)]
Word = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,23}$")]
Outcome = Literal["", "verified", "elsewhere", "wrong", "not_found"]


class Candidate(msgspec.Struct, frozen=True):
    """Somebody of the register whom a row may mean. `score`, 0 to 100, orders them; `signs` (see linking.Sign) say what
    speaks for it and what against.
    """

    person: UUID
    score: int
    signs: list[str]


@record_kind("list_row", subject="place", verb=Verb.DECIDE)
class ListRow(msgspec.Struct, omit_defaults=True):
    """A row of a list from outside, as it was read; whom it certainly is, or may be. `place` is whose task it is."""

    list_id: UUID
    line: Annotated[int, Meta(ge=0)]
    category: Word
    origin: Short = ""
    region: Annotated[str, Meta(pattern="^[0-9]{0,12}$")] = ""
    arrived: date | None = None
    transport: Annotated[str, Meta(max_length=24)] = ""
    sex: Annotated[int, Meta(ge=0, le=9)] = 0
    birth_year: Annotated[int, Meta(ge=1850, le=2200)] | None = None
    spot: UUID | None = None
    link: UUID | None = None
    certainty: Literal["", "id", "phone", "name_place"] = ""
    candidates: list[Candidate] = msgspec.field(default_factory=list)
    name: Sealed[Short] = ""
    id_number: Sealed[Annotated[str, Meta(max_length=30)]] = ""
    phones: Sealed[list[str]] = msgspec.field(default_factory=list)
    address: Sealed[Annotated[str, Meta(max_length=200)]] = ""
    carrier: Sealed[Annotated[str, Meta(max_length=60)]] = ""
    remark: Sealed[Annotated[str, Meta(max_length=500)]] = ""


@record_kind("list_row_step", subject="place", verb=Verb.RECORD)
class ListRowStep(msgspec.Struct, omit_defaults=True):
    """Something done about a row. Whom it means, and whose task it is, is for those who may decide.

    `link`: it is `person`. `unlike`: it is none of these. `hand_on`: it is the task of `to`. `reopen`: it goes on.
    `tried`: nobody was reached; `next` says when again. `take`: `worker` follows it up. `outcome`: what came of it; the
    verified one of somebody who was not in the register names the `person` who is by now. `remove`: nobody was found in
    time, and the system forgets whom the row meant.
    """

    row: UUID
    action: Literal["link", "unlike", "outcome", "tried", "take", "hand_on", "reopen", "remove"]
    person: UUID | None = None
    unlike: list[UUID] = msgspec.field(default_factory=list)
    outcome: Outcome = ""
    worker: UUID | None = None
    to: UUID | None = None
    next: Moment | None = None
    note: Sealed[NoteText] = ""
