"""What crosses the wire: a record as a device sends it, and the verdict that it gets. See docs/sync-protocol.md."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

Moment = Annotated[datetime, Meta(tz=True)]
# The server's clock minus the phone's, in milliseconds: 317 years at most.
Offset = Annotated[int, Meta(ge=-(10**13), le=10**13)]
VerdictName = Literal["accepted", "duplicate", "held", "rejected"]


class Envelope(msgspec.Struct, omit_defaults=True):
    """A record as sent; its body is decoded by its kind.

    `offset_ms` is how wrong its phone's clock was when it was written, where the phone knew. It is no part of the
    content: with another offset, or none, it is the same record.
    """

    id: UUID
    kind: Annotated[str, Meta(max_length=24)]
    device_at: Moment
    body: msgspec.Raw
    door: UUID | None = None
    place: UUID | None = None
    person: UUID | None = None
    amends: UUID | None = None
    mends: UUID | None = None
    offset_ms: Offset | None = None


class Verdict(msgspec.Struct, omit_defaults=True):
    """What became of one record."""

    id: UUID | None
    index: int
    verdict: VerdictName
    code: str | UnsetType = UNSET
    field: str | UnsetType = UNSET
    message: str | UnsetType = UNSET
    flags: list[str] | UnsetType = UNSET
