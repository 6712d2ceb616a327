"""Giving and ending duties: the chain 包社区 → 包小区 → 包楼栋, and the authority that comes with each link."""

from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.models import Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.base.problems import Problem
from qiaomen.duty.models import Duty, DutyRole
from qiaomen.places.models import Place

# A property manager is a company's employee: named in the chain, with authority only by a grant of their own.
AUTHORITY: dict[DutyRole, Role | None] = {
    DutyRole.LEADER: Role.LEAD,
    DutyRole.CHIEF: Role.LEAD,
    DutyRole.CADRE: Role.LEAD,
    DutyRole.GRID_WORKER: Role.FIELD,
    DutyRole.PROPERTY: None,
}


def give_duty(
    *, worker: Worker, place: Place, role: DutyRole, by: Worker | None, since: datetime | None = None
) -> Duty:
    """`worker` answers for `place` in this role from `since` (default: now) on, with the authority that it brings.

    Raises `duty.already_given` when the same worker has the same duty at that time.
    """
    begins = since or timezone.now()
    giver = by.id if by else None
    try:
        with changes.change("give duty", worker=giver) as change:
            duty = Duty.objects.create(worker=worker, place=place, role=role, since=begins, from_change=change.id)
            authority = AUTHORITY[role]
            if authority is not None:
                Grant.objects.create(
                    worker=worker, role=authority, place=place, since=begins,
                    source=duty.id, given_by=by, change=change.id,
                )  # fmt: skip
            audit.write(giver, "duty.given", duty.id, who=worker.id, place=place.id, role=role)
    except IntegrityError:
        raise Problem("duty.already_given") from None
    return duty


def end_duty(*, duty: Duty, by: Worker | None, until: datetime | None = None) -> None:
    """The duty and its authority end at `until` (default: now), not before they began. Ending twice changes nothing."""
    giver = by.id if by else None
    with changes.change("end duty", worker=giver) as change:
        held = Duty.objects.select_for_update().filter(pk=duty.pk, until=None).first()
        if held is None:
            return
        held.until = max(until or timezone.now(), held.since)
        held.until_change = change.id
        held.save(update_fields=["until", "until_change"])
        Grant.objects.filter(source=held.id, until=None).update(until=held.until, change=change.id)
        audit.write(giver, "duty.ended", held.id, who=held.worker_id, place=held.place_id)


def give_grant(
    *, worker: Worker, role: Role, place: Place, by: Worker | None, ground: str = "", since: datetime | None = None
) -> Grant:
    """Authority given by hand, from `since` (default: now) on. Raises `access.grant_held` when it holds already."""
    giver = by.id if by else None
    try:
        with changes.change("give grant", worker=giver) as change:
            grant = Grant.objects.create(
                worker=worker, role=role, place=place, since=since or timezone.now(),
                ground=ground, given_by=by, change=change.id,
            )  # fmt: skip
            audit.write(giver, "grant.given", grant.id, who=worker.id, place=place.id, role=role)
    except IntegrityError:
        raise Problem("access.grant_held") from None
    return grant


def end_grant(*, grant: Grant, by: Worker | None) -> None:
    """Authority that was given by hand ends now. Raises `access.grant_follows` for one that a zone or duty gives."""
    if grant.source is not None:
        raise Problem("access.grant_follows")
    giver = by.id if by else None
    with changes.change("end grant", worker=giver) as change:
        until = max(timezone.now(), grant.since)
        if Grant.objects.filter(pk=grant.pk, until=None).update(until=until, change=change.id):
            audit.write(giver, "grant.ended", grant.id, who=grant.worker_id, place=grant.place_id)
