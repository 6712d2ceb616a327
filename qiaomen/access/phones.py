"""Workers' phones: sealed like residents' identities, found by the same kind of hash."""

from collections.abc import Iterable
from uuid import UUID

from qiaomen.access.audit import disclose
from qiaomen.access.models import Worker
from qiaomen.base.keys import Keys
from qiaomen.base.sealing import lookup, seal, unseal


def seal_phone(keys: Keys, worker: UUID, phone: str) -> tuple[bytes, bytes]:
    """`(sealed_phone, phone_hash)` for a phone in normal form (people.phones)."""
    return seal(keys, phone.encode(), row=worker), phone_hash(keys, phone)


def phone_hash(keys: Keys, phone: str) -> bytes:
    """The hash by which a worker is found from a phone."""
    return lookup(keys, "worker phone", phone)


def phones_of(workers: Iterable[Worker], keys: Keys, *, reader: Worker, where: str) -> dict[UUID, str]:
    """The phones of these workers, by worker; writes to the audit that `reader` saw them on the page `where`.

    Whether the reader may (verb DECIDE at the place in question: colleagues are no residents) is the caller's to check.
    """
    known = {worker.id: worker.sealed_phone for worker in workers if worker.sealed_phone is not None}
    disclose(reader, known, where=where)
    return {worker: unseal(keys, bytes(sealed), row=worker).decode() for worker, sealed in known.items()}


def covered_of(workers: Iterable[Worker], keys: Keys) -> dict[UUID, str]:
    """The phones of these workers with their middle covered, by worker: enough to know one's own list by, not to call.

    Nothing is disclosed by them, so nothing is logged.
    """
    known = {worker.id: worker.sealed_phone for worker in workers if worker.sealed_phone is not None}
    return {worker: cover(unseal(keys, bytes(sealed), row=worker).decode()) for worker, sealed in known.items()}


def cover(phone: str) -> str:
    """The first three and the last four of a number: 138 **** 5678; of a short one nothing but its end."""
    return f"{phone[:3]} **** {phone[-4:]}" if len(phone) >= 11 else f"**** {phone[-2:]}"
