"""What records say in words: sealed in the ledger, and opened for those who may see identity.

Who calls this has checked the right to, and writes down who looked.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.keys import Keys
from qiaomen.base.sealing import unseal
from qiaomen.base.sql import rows

SEALED = "SELECT id, sealed FROM ledger_record WHERE id = ANY(%b) AND sealed IS NOT NULL"


def words_of(keys: Keys, records: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """The sealed values of these records by their path in the body: `note`, `people.0.texts`. Raises `Unsealable`."""
    found = rows(SEALED, [list(records)]) if records else []
    return {record: msgspec.json.decode(unseal(keys, bytes(sealed), row=record)) for record, sealed in found}
