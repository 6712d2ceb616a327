"""The log of who did what, and what retention took away: rows are added and read, and neither changed nor deleted.

The role that serves owns these tables, and has taken the rights to that from itself. It could give them back: this
holds against a mistake of ours and against a statement that somebody smuggles into another one, not against whoever
runs commands as that role. Retention gives itself the right to delete inside the one transaction that deletes; nobody
else ever sees it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import transaction

from qiaomen.base.sql import rows, run

TABLES: Final = ("access_audit", "ending_removal")
# Privileges of one table are changed by one at a time: PostgreSQL refuses the second of two.
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('qiaomen.append_only'), hashtext(current_schema()))"
# True where the role has any of these.
_LOOSE: Final = """
SELECT bool_or(has_table_privilege(name, 'UPDATE, DELETE, TRUNCATE')) FROM unnest(%b::text[]) name
"""
_HOLD: Final = "REVOKE UPDATE, DELETE, TRUNCATE ON access_audit, ending_removal FROM CURRENT_USER"


def is_held() -> bool:
    """Whether this role can neither change nor delete rows of these tables; a superuser always can."""
    [(is_loose,)] = rows(_LOOSE, [list(TABLES)])
    return not is_loose


def hold() -> None:
    """Take the rights away where they are there: in a new schema, and in one that was carried here without them."""
    if not is_held():
        with transaction.atomic():
            run(_LOCK)
            run(_HOLD)


@contextmanager
def forgetting() -> Iterator[None]:
    """The audit's lines can be deleted within the block, by this transaction alone."""
    with transaction.atomic():
        run(_LOCK)
        run("GRANT DELETE ON access_audit TO CURRENT_USER")
        yield
        run("REVOKE DELETE ON access_audit FROM CURRENT_USER")
