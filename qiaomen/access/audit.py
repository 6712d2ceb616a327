"""Who did what, and who looked at whose identity: written in the transaction that does it.

Details hold ids and counts only; a name, an id number or a phone never gets here.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from qiaomen.access.models import Audit, Worker

SEEN = "identity.seen"


def write(worker: Worker | UUID | None, action: str, subject: UUID | None = None, **details: object) -> None:
    """Write one line. `worker` is None for what the system or somebody not signed in did."""
    Audit.objects.create(worker=_id(worker), action=action, subject=subject, details=_plain(details))


def write_many(worker: Worker | UUID | None, action: str, subjects: Iterable[UUID], **details: object) -> None:
    """One line for each subject, in one statement."""
    by, plain = _id(worker), _plain(details)
    Audit.objects.bulk_create(
        Audit(worker=by, action=action, subject=subject, details=plain) for subject in dict.fromkeys(subjects)
    )


def disclose(worker: Worker | UUID, people: Iterable[UUID], *, where: str) -> None:
    """Log that somebody saw the identity (id number, full phone) of these people or workers; `where` names the page."""
    write_many(worker, SEEN, people, where=where)


def disclosures(
    *, subject: UUID | None = None, worker: UUID | None = None, since: datetime | None = None
) -> QuerySet[Audit]:
    """Who looked at whose identity, newest first; of one subject, by one worker, from a time on."""
    found = Audit.objects.filter(action=SEEN)
    if subject is not None:
        found = found.filter(subject=subject)
    if worker is not None:
        found = found.filter(worker=worker)
    if since is not None:
        found = found.filter(at__gte=since)
    return found.order_by("-at", "-id")


def _id(worker: Worker | UUID | None) -> UUID | None:
    return worker.id if isinstance(worker, Worker) else worker


def _plain(details: dict[str, object]) -> dict[str, object]:
    return {
        key: value if isinstance(value, int | float | bool | list) or value is None else str(value)
        for key, value in details.items()
    }
