"""The record kinds of care: what somebody asks for, orders, or is visited for daily; and what came of it."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

NoteText = Annotated[str, Meta(max_length=2000)]
ShortText = Annotated[str, Meta(max_length=120)]
Photos = Annotated[list[UUID], Meta(max_length=12)]
TimeOfDay = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Cents = Annotated[int, Meta(ge=0, le=100_000_000)]
What = Literal["groceries", "medicine", "doctor", "care", "rubbish", "pets", "repair", "other"]
Urgency = Literal["now", "today", "days"]
Why = Literal["alone", "frail", "disabled", "pregnant", "child", "other"]


@record_kind("need", subject="place", verb=Verb.RECORD, of_residents=True)
class NeedMade(msgspec.Struct, omit_defaults=True):
    """Somebody asks for help (求助), at a place and perhaps at one `door`: what, how soon, for how many.

    `known` says that name and digits fitted somebody of that door; whoever they fit not is helped as well. Photos, of a
    prescription say, are sent after it, under the ids that it names.
    """

    what: What
    urgency: Urgency = "days"
    people: Annotated[int, Meta(ge=1, le=99)] | None = None
    known: bool = False
    photos: Photos = msgspec.field(default_factory=list)
    words: Sealed[NoteText] = ""
    name: Sealed[ShortText] = ""
    phone: Sealed[ShortText] = ""
    room: Sealed[ShortText] = ""


@record_kind("need_step", subject="place", verb=Verb.RECORD)
class NeedStep(msgspec.Struct, omit_defaults=True):
    """What came of a need, at its place: somebody has it in hand (`worker`), gave it back, or it is answered."""

    need: UUID
    step: Literal["taken", "given_back", "answered"] = "answered"
    worker: UUID | None = None
    photos: Photos = msgspec.field(default_factory=list)
    note: Sealed[NoteText] = ""


@record_kind("daily_visit", subject="place", verb=Verb.RECORD)
class DailyVisitBegun(msgspec.Struct, omit_defaults=True):
    """From now on somebody is seen each day (每日探访), `by` a time of the district's day; `worker` goes."""

    by: TimeOfDay
    worker: UUID | None = None
    why: Why = "alone"
    note: Sealed[NoteText] = ""


@record_kind("daily_visit_step", subject="place", verb=Verb.RECORD)
class DailyVisitStep(msgspec.Struct, omit_defaults=True):
    """Somebody was there, or telephoned; `nobody` opened; it is changed, or ends.

    `told` is the system's: that nobody had been there was told to these workers, at this level of the ladder.
    """

    visit: UUID
    step: Literal["seen", "phoned", "nobody", "changed", "ended", "told"]
    by: TimeOfDay | None = None
    worker: UUID | None = None
    level: Annotated[int, Meta(ge=0, le=9)] | None = None
    workers: list[UUID] = msgspec.field(default_factory=list)
    note: Sealed[NoteText] = ""


class OrderLine(msgspec.Struct, omit_defaults=True):
    """So many of an item of the offer, at the price that stood there."""

    item: UUID
    count: Annotated[int, Meta(ge=1, le=999)]
    cents: Cents | None = None


@record_kind("order", subject="place", verb=Verb.RECORD, of_residents=True)
class OrderMade(msgspec.Struct, omit_defaults=True):
    """A household orders of an offer (团购订单), at its door's place and `door`.

    `for_others`: whoever orders does not live there; `phone` is theirs, and is told as the household is. `at_door`: to
    be left there, without contact, whyever that is.
    """

    offer: UUID
    lines: Annotated[list[OrderLine], Meta(min_length=1, max_length=100)]
    for_others: bool = False
    at_door: bool = False
    words: Sealed[NoteText] = ""
    name: Sealed[ShortText] = ""
    phone: Sealed[ShortText] = ""


@record_kind("order_step", subject="place", verb=Verb.RECORD)
class OrderStep(msgspec.Struct, omit_defaults=True):
    """What came of an order, at its place: it arrived, was `collected` or `left` at the door, did not come (`missing`).

    `paid`: the household paid the supplier `cents`, as it says; no money goes through here. `said` is the thread
    between the household and the one contact.
    """

    order: UUID
    step: Literal["arrived", "collected", "left", "missing", "paid", "said"]
    cents: Cents | None = None
    note: Sealed[NoteText] = ""
