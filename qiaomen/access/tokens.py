"""Authors' tokens: 256 bits from the system's random source, kept only as a hash."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows

BY_HASH = """
SELECT e.worker_id, e.outbreak_id, e.device_id, e.id, e.since, e.revoked_at, o.closed_at IS NOT NULL
FROM access_enrolment e JOIN base_outbreak o ON o.id = e.outbreak_id WHERE e.token_hash = %b
"""


class Bearer(msgspec.Struct, frozen=True):
    """Whom a token speaks for: an author on a phone. `since` and `revoked_at` bound what counts without review."""

    worker: UUID
    outbreak: UUID
    device: UUID
    enrolment: UUID
    since: datetime
    revoked_at: datetime | None


def new_token() -> str:
    """A fresh token of 43 characters; whoever holds it is the author."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """What the database keeps. The token is random enough that a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode()).digest()


def authenticate(token: str) -> Bearer:
    """The author of a token, revoked ones too: they may still upload. Raises `access.token_unknown`, `outbreak.closed`.

    One query on a unique index, for this runs with every upload.
    """
    found = rows(BY_HASH, [hashed(token)])
    if not found:
        raise Problem("access.token_unknown")
    *bearer, is_over = found[0]
    if is_over:
        raise Problem("outbreak.closed")
    return Bearer(*bearer)
