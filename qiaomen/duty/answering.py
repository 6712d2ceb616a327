"""Who answers for a place at a moment, and who stands in for them: one name each, for what somebody has to see to."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.duty.chain import Link, chain, stand_in
from qiaomen.duty.models import Duty, DutyRole
from qiaomen.places.models import Place


class Answering(msgspec.Struct, frozen=True):
    """Who answers, and who stands in for them."""

    worker: UUID
    stand_in: UUID | None


def answering(place: Place, at: datetime, *, duty: UUID | None = None) -> Answering | None:
    """The nearest link of a place's chain at a moment, a property manager only where nobody else is; or the holder of
    a `duty` that is named. None where nobody answers."""
    links = [link for link in chain(place, at=at) if link.worker.is_active]
    named = next((link for link in links if link.duty == duty), None)
    if duty is not None and named is None:
        holder = Duty.objects.filter(pk=duty).first()
        return Answering(holder.worker_id, None) if holder else None
    found = named or _nearest(links)
    if found is None:
        return None
    other = stand_in(found, links)
    return Answering(found.worker.id, other.id if other else None)


def _nearest(links: Sequence[Link]) -> Link | None:
    if not links:
        return None
    here = [link for link in links if link.place == links[-1].place]
    others = [link for link in here if link.role != DutyRole.PROPERTY]
    return (others or here)[0]
