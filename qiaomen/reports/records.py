"""The record kind of the phone desk: a number that a manager says on the phone, typed in by somebody else."""

from typing import Annotated

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

FigureKey = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,39}$")]
Amount = Annotated[int, Meta(ge=0, le=10_000_000)]
ShortText = Annotated[str, Meta(max_length=120)]
NoteText = Annotated[str, Meta(max_length=2000)]


@record_kind("phoned", subject="place", verb=Verb.RECORD)
class Phoned(msgspec.Struct, omit_defaults=True):
    """What was reported of a place by phone: `amount` of a figure, more than before. The author is who typed it.

    What several calls say of one figure adds up; a wrong number is corrected (`amends`) or taken back.
    """

    figure: FigureKey
    amount: Amount
    said_by: Sealed[ShortText] = ""
    note: Sealed[NoteText] = ""
