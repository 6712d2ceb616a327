"""The record kind of clues: hearsay, which touches nobody's file until it was verified."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

NoteText = Annotated[str, Meta(max_length=2000)]
ShortText = Annotated[str, Meta(max_length=120)]
What = Literal["person", "vehicle", "gathering", "venue", "other"]


@record_kind("clue", subject="place", verb=Verb.RECORD, of_residents=True)
class ClueTold(msgspec.Struct, omit_defaults=True):
    """Somebody tells of something that is to be looked at (线索): what, and in sealed words where and what about.

    Who told it is protected: the record names no door and no person, and its place is no smaller than a compound.
    """

    what: What
    words: Sealed[NoteText] = ""
    where: Sealed[ShortText] = ""
    reporter: Sealed[ShortText] = ""
    phone: Sealed[ShortText] = ""
