"""What is done about checkpoints at a desk: one is set up, people are put on its crew and taken off."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.enrolling import invite_many
from qiaomen.access.models import Enrolment, Grant, Organisation, Worker
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.duty.actions import end_grant
from qiaomen.places.models import Place, PlaceKind, segment


def add_checkpoint(*, of: Place, name: str, by: Worker) -> Place:
    """A checkpoint in a place. Raises `checkpoints.already_there` where the place has one of that name."""
    id = new_id()
    kind = PlaceKind.CHECKPOINT
    place = Place(id=id, parent=of, kind=kind, name=name.strip(), path=of.path + segment(id), walk=f"~{name}")
    try:
        with changes.change("add checkpoint", worker=by.id) as change, transaction.atomic():
            place.change = change.id
            place.save(force_insert=True)
            audit.write(by, "checkpoint.added", place.id, place=of.id)
    except IntegrityError:
        raise Problem("checkpoints.already_there", field="name") from None
    return place


def add_crew(*, place: Place, organisation: str, names: Sequence[str], by: Worker) -> list[tuple[Worker, str]]:
    """Put people of an agency on the crew; who is not known yet becomes a worker of it.

    Answers a personal code for each of them who has no phone yet, shown this once.
    """
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    with changes.change("checkpoint crew", worker=by.id) as change:
        agency, _made = Organisation.objects.get_or_create(name=organisation.strip())
        workers = _workers(wanted, agency)
        standing = set(_crew_grants(place).values_list("worker_id", flat=True))
        new = [one for one in workers if one.id not in standing]
        now = timezone.now()
        Grant.objects.bulk_create(
            Grant(worker=one, role=Role.GATE, place=place, since=now, given_by=by, change=change.id) for one in new
        )
        audit.write_many(by, "checkpoint.crew", [one.id for one in new], place=place.id)
    with_phone = Enrolment.objects.filter(worker__in=workers, revoked_at=None).values_list("worker_id", flat=True)
    without = [one for one in workers if one.id not in set(with_phone)]
    return invite_many(without, given_by=by)


def take_off(*, place: Place, worker: UUID, by: Worker) -> bool:
    """Somebody stands there no more; False where nobody of that id did."""
    grant = _crew_grants(place).filter(worker=worker, source=None).first()
    if grant is None:
        return False
    end_grant(grant=grant, by=by)
    return True


def crew(place: Place) -> list[Worker]:
    """Who may stand there now, by agency."""
    found = Worker.objects.filter(id__in=_crew_grants(place).values("worker")).select_related("organisation")
    return list(found.order_by("organisation__name", "name"))


def _crew_grants(place: Place) -> QuerySet[Grant]:
    return Grant.objects.in_force().filter(place=place, role=Role.GATE)


def _workers(names: Sequence[str], agency: Organisation) -> list[Worker]:
    """The agency's workers of these names; where it has several of a name, or none, a new one."""
    known: dict[str, list[Worker]] = {}
    for one in Worker.objects.filter(organisation=agency, name__in=names, username=None, is_active=True):
        known.setdefault(one.name, []).append(one)
    outbreak = Outbreak.objects.current()
    found = {name: several[0] for name, several in known.items() if len(several) == 1}
    new = [Worker(name=name, organisation=agency, outbreak=outbreak) for name in names if name not in found]
    Worker.objects.bulk_create(new)
    return [*found.values(), *new]
