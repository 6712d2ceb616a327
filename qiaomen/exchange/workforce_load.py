"""Backing organisations and workers into the register: found again by name and phone, never doubled."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from qiaomen.access.models import Organisation, Worker
from qiaomen.access.phones import phone_hash, seal_phone
from qiaomen.access.sexes import state
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.outbreaks import current_or_open, hold
from qiaomen.duty.models import Backing, Zone
from qiaomen.duty.zones import grant_zones
from qiaomen.exchange.cells import CellIssue
from qiaomen.exchange.headers import Mappings
from qiaomen.exchange.lists_load import ListResult, one_change
from qiaomen.exchange.load import outbreak_name, outbreak_to_try
from qiaomen.exchange.people_lists import OrganisationRow, WorkerRow, read_organisations, read_workers
from qiaomen.exchange.tables import Table
from qiaomen.exchange.zones_load import zones_named

CONTACT_TITLE = "联络人"


class Workforce:
    """The workers known, by phone within their organisation, else by name; new and changed ones wait for `write`."""

    def __init__(self, *, outbreak: Outbreak, keys: Keys) -> None:
        self.outbreak, self.keys = outbreak, keys
        self.by_phone: dict[tuple[UUID | None, bytes], Worker] = {}
        self.by_name: dict[tuple[UUID | None, str], Worker] = {}
        self.fresh: list[Worker] = []
        self.changed: dict[UUID, Worker] = {}
        self.said: dict[UUID, int] = {}
        self.corrected: set[UUID] = set()
        for worker in Worker.objects.filter(is_active=True):
            self._index(worker)

    def worker(self, *, organisation: Organisation | None, name: str, phone: str, title: str, sex: int = 0) -> Worker:
        """The worker, made if need be; what the list says anew is taken over, what it leaves out is kept."""
        key = organisation.id if organisation else None
        found = phone_hash(self.keys, phone) if phone else None
        known = self.by_phone.get((key, found)) if found else None
        known = known or self._of_name(key, name, found)
        if known is None:
            known = self._new(organisation, name, phone, found, title)
        else:
            self._correct(known, name=name, phone=phone, found=found, title=title)
        if sex:
            self.said[known.id] = sex
        return known

    def write(self, change: UUID) -> None:
        """Write who is new and who changed; `corrected` are those who were known."""
        Worker.objects.bulk_create(self.fresh, batch_size=1000)
        Worker.objects.bulk_update(
            self.changed.values(), ["name", "title", "sealed_phone", "phone_hash"], batch_size=500
        )
        stated = state(self.said, change=change)
        self.corrected = (self.changed.keys() | stated) - {worker.id for worker in self.fresh}

    def _of_name(self, organisation: UUID | None, name: str, found: bytes | None) -> Worker | None:
        """By name, unless both have phones and these differ: then they are two people of one name."""
        known = self.by_name.get((organisation, name))
        if known is None or (found and known.phone_hash and bytes(known.phone_hash) != found):
            return None
        return known

    def _new(self, organisation: Organisation | None, name: str, phone: str, found: bytes | None, title: str) -> Worker:
        worker = Worker(name=name[:60], title=title[:40], organisation=organisation, outbreak=self.outbreak)
        worker.set_unusable_password()
        if phone:
            worker.sealed_phone, worker.phone_hash = seal_phone(self.keys, worker.id, phone)
        self.fresh.append(worker)
        self._index(worker)
        return worker

    def _correct(self, worker: Worker, *, name: str, phone: str, found: bytes | None, title: str) -> None:
        before = (worker.name, worker.title, bytes(worker.phone_hash or b""))
        worker.name, worker.title = name[:60], title[:40] or worker.title
        if found and not worker.phone_hash:
            worker.sealed_phone, worker.phone_hash = seal_phone(self.keys, worker.id, phone)
        if before != (worker.name, worker.title, bytes(worker.phone_hash or b"")) and worker not in self.fresh:
            self.changed[worker.id] = worker
        self._index(worker)

    def _index(self, worker: Worker) -> None:
        self.by_name.setdefault((worker.organisation_id, worker.name), worker)
        if worker.phone_hash:
            self.by_phone.setdefault((worker.organisation_id, bytes(worker.phone_hash)), worker)


def import_organisations(
    table: Table, *, mappings: Mappings | None = None, dry_run: bool = False, worker: UUID | None = None
) -> ListResult:
    """Make the file's organisations, the zones that they back and their contacts. Raises `file.no_header`."""
    reading = read_organisations(table, mappings)
    result = ListResult(
        total={}, added={}, changed={}, cells=reading.issues, refused_rows=reading.refused, dry_run=dry_run
    )
    outbreak = None if dry_run else current_or_open(name=outbreak_name())
    with one_change("import organisations", dry_run=dry_run, worker=worker) as change:
        force = _workforce(outbreak)
        known, new, changed = _organisations({row.name: row.strength for row in reading.found})
        zones, new_zones = zones_named(row.zone for row in reading.found if row.zone)
        contacts = {row.name: _contact(force, known[row.name], row) for row in reading.found if row.contact}
        force.write(change)
        backed = sum(_back(known[row.name], zones.get(row.zone), contacts.get(row.name)) for row in reading.found)
        grant_zones(since=timezone.now(), change=change, given_by=worker)
    result.total = {"organisations": len(known), "zones": len(zones)}
    result.added = {"organisations": new, "zones": new_zones, "backings": backed, "workers": len(force.fresh)}
    result.changed = {"organisations": changed, "workers": len(force.corrected)}
    return result


def import_workers(
    table: Table, *, mappings: Mappings | None = None, dry_run: bool = False, worker: UUID | None = None
) -> ListResult:
    """Make the file's workers; an organisation that nobody knows is made and said. Raises `file.no_header`."""
    reading = read_workers(table, mappings)
    result = ListResult(
        total={}, added={}, changed={}, cells=reading.issues, refused_rows=reading.refused, dry_run=dry_run
    )
    outbreak = None if dry_run else current_or_open(name=outbreak_name())
    with one_change("import workers", dry_run=dry_run, worker=worker) as change:
        before = set(Organisation.objects.values_list("name", flat=True))
        known, new, _changed = _organisations({row.organisation: None for row in reading.found if row.organisation})
        force = _workforce(outbreak)
        people = {_worker(force, known, row).id for row in reading.found}
        force.write(change)
        grant_zones(since=timezone.now(), change=change, given_by=worker)
    result.cells += _unknown(reading.file, reading.found, before)
    result.total = {"workers": len(people), "organisations": len(known)}
    result.added = {"workers": len(force.fresh), "organisations": new}
    result.changed = {"workers": len(force.corrected)}
    return result


def _workforce(outbreak: Outbreak | None) -> Workforce:
    """In a dry run the outbreak is one to try with."""
    if outbreak is not None:
        hold(outbreak.id)
        return Workforce(outbreak=outbreak, keys=outbreak.keys)
    trial, keys = outbreak_to_try()
    return Workforce(outbreak=trial, keys=keys)


def _organisations(strengths: dict[str, int | None]) -> tuple[dict[str, Organisation], int, int]:
    """The organisations of these names, how many of them are new, and how many send another number of people now."""
    known = {each.name: each for each in Organisation.objects.filter(name__in=strengths)}
    fresh = [Organisation(name=name[:80], strength=strengths[name]) for name in strengths if name not in known]
    Organisation.objects.bulk_create(fresh)
    changed = []
    for name, each in known.items():
        strength = strengths[name]
        if strength is not None and strength != each.strength:
            each.strength = strength
            changed.append(each)
    Organisation.objects.bulk_update(changed, ["strength"])
    return known | {each.name: each for each in fresh}, len(fresh), len(changed)


def _contact(force: Workforce, organisation: Organisation, row: OrganisationRow) -> Worker:
    return force.worker(organisation=organisation, name=row.contact, phone=row.contact_phone, title=CONTACT_TITLE)


def _worker(force: Workforce, known: dict[str, Organisation], row: WorkerRow) -> Worker:
    organisation = known.get(row.organisation)
    return force.worker(organisation=organisation, name=row.name, phone=row.phone, title=row.title, sex=row.sex)


def _back(organisation: Organisation, zone: Zone | None, contact: Worker | None) -> int:
    """Let the organisation answer for the zone; answers 1 when it did not before."""
    if zone is None:
        return 0
    _backing, is_new = Backing.objects.update_or_create(
        organisation=organisation, zone=zone, defaults={"contact": contact} if contact else {}
    )
    return int(is_new)


def _unknown(file: str, rows: Iterable[WorkerRow], before: set[str]) -> list[CellIssue]:
    """One issue for each organisation that the file was the first to name, if any organisations were known at all."""
    first = {row.organisation: row.row for row in reversed(list(rows)) if row.organisation not in before}
    return [
        CellIssue(file, "", row, "", "", "organisation.unknown", lost=False)
        for name, row in sorted(first.items(), key=lambda item: item[1])
        if name and before
    ]
