"""The record kinds of passes: what happens to one, who asked for one, whom it was refused, and that after all not."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

NoteText = Annotated[str, Meta(max_length=2000)]
ShortText = Annotated[str, Meta(max_length=120)]
Area = Annotated[str, Meta(pattern="^[0-9a-f]{8}$")]
FormName = Literal["phone", "card"]
Reason = Literal["", "lost", "copied", "misused", "moved", "died", "double", "mistake", "asked", "other"]
Refusal = Literal["unknown_here", "double", "cannot_be", "other"]


@record_kind("pass_event", subject="person", verb=Verb.DECIDE, amendable=False)
class PassEvent(msgspec.Struct, omit_defaults=True):
    """What happens to a pass. It is undone by the next event: suspended by resumed, revoked by reissued.

    `pass` is the one that the event is about; where one is issued, its new random id (uuid4). `reissued` ends the pass
    that it `replaces`. `areas` are short ids of places, none for the whole district. What is issued to somebody whom
    nobody has checked is not `verified`, and yellow at best, until a `verified` event.
    """

    pass_: UUID = msgspec.field(name="pass")
    event: Literal["issued", "suspended", "resumed", "revoked", "reissued", "verified"]
    form: FormName = "phone"
    areas: Annotated[list[Area], Meta(max_length=8)] = msgspec.field(default_factory=list)
    verified: bool = True
    ends: Annotated[datetime, Meta(tz=True)] | None = None
    replaces: UUID | None = None
    ask: UUID | None = None
    reason: Reason = ""
    note: Sealed[NoteText] = ""


@record_kind("pass_ask", subject="door", verb=Verb.RECORD, amendable=False, of_residents=True)
class PassAsk(msgspec.Struct, omit_defaults=True):
    """Somebody behind a door asks for a pass. `who` is the person whose name and number these are, if anybody's."""

    form: FormName = "phone"
    who: UUID | None = None
    name: Sealed[ShortText] = ""
    number: Sealed[ShortText] = ""
    phone: Sealed[ShortText] = ""


@record_kind("pass_refused", subject="door", verb=Verb.DECIDE, amendable=False)
class PassRefused(msgspec.Struct, omit_defaults=True):
    """No pass is issued for this ask."""

    ask: UUID
    reason: Refusal
    note: Sealed[NoteText] = ""


@record_kind("pass_reopened", subject="door", verb=Verb.DECIDE, amendable=False)
class PassReopened(msgspec.Struct, omit_defaults=True):
    """The refusals of this ask until then do not count: it waits to be decided again."""

    ask: UUID
    note: Sealed[NoteText] = ""
