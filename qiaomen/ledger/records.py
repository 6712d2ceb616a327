"""The record kinds that the ledger owns: taking back, and deciding between two accounts."""

from uuid import UUID

import msgspec

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind


@record_kind("void", subject="record", verb=Verb.RECORD)
class Void(msgspec.Struct, omit_defaults=True):
    """Takes back the record that it amends."""

    reason: Sealed[str] = ""


@record_kind("resolution", subject="door", verb=Verb.DECIDE)
class Resolution(msgspec.Struct, omit_defaults=True):
    """A person decides which of two visits that disagree is right."""

    campaign: UUID
    chosen: UUID
    reason: Sealed[str] = ""
