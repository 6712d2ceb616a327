"""The record kinds of households: who is one person, and who moved house."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind


@record_kind("person_merge", subject="person", verb=Verb.DECIDE)
class PersonMerge(msgspec.Struct, omit_defaults=True):
    """Two files are one person's, or are not, whatever their numbers say. Taken back by a `void`."""

    other: UUID
    same: bool
    reason: Sealed[Annotated[str, Meta(max_length=2000)]] = ""


@record_kind("move", subject="person", verb=Verb.RECORD, amendable=False)
class Move(msgspec.Struct, omit_defaults=True):
    """A person moved house: the envelope's door is the new home. Undone by another move; the later one counts.

    `from_door` is the home that whoever wrote it knew: a grant there is enough, if the person ever lived there. Whom
    they lived with there counts as parted from then on, unless the home was `wrong`: who was never there never left.
    """

    moved_at: Annotated[datetime, Meta(tz=True)]
    from_door: UUID | None = None
    wrong: bool = False
