"""The record kinds of care: what somebody asks for, and that it was answered."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

NoteText = Annotated[str, Meta(max_length=2000)]
ShortText = Annotated[str, Meta(max_length=120)]
What = Literal["groceries", "medicine", "doctor", "care", "rubbish", "pets", "repair", "other"]
Urgency = Literal["now", "today", "days"]


@record_kind("need", subject="place", verb=Verb.RECORD, of_residents=True)
class NeedMade(msgspec.Struct, omit_defaults=True):
    """Somebody asks for help (求助), at a place and perhaps at one `door`: what, how soon, for how many.

    `known` says that name and digits fitted somebody of that door; whoever they fit not is helped as well.
    """

    what: What
    urgency: Urgency = "days"
    people: Annotated[int, Meta(ge=1, le=99)] | None = None
    known: bool = False
    words: Sealed[NoteText] = ""
    name: Sealed[ShortText] = ""
    phone: Sealed[ShortText] = ""
    room: Sealed[ShortText] = ""


@record_kind("need_step", subject="place", verb=Verb.RECORD)
class NeedStep(msgspec.Struct, omit_defaults=True):
    """Somebody answered a need; taken back by a `void`."""

    need: UUID
    step: Literal["answered"] = "answered"
    note: Sealed[NoteText] = ""
