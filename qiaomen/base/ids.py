"""Identifiers: uuid7, so that what is made later sorts later."""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7

NOBODY = UUID(int=0)
SYSTEM = UUID(int=1)
"""The author of records that nobody wrote: they follow from others."""
RESIDENT = UUID(int=2)
"""The author of what residents write by a door's code: nobody knows more of them than what they typed."""


def new_id() -> UUID:
    """A fresh uuid7."""
    return _uuid7()
