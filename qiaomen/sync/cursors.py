"""The cursor: opaque to the phone, (generation, scope version, seq) to us, and where a long pull has got to."""

import base64
import binascii
from uuid import UUID

import msgspec

from qiaomen.base.problems import Problem


class Cursor(msgspec.Struct, array_like=True, frozen=True):
    """`seq`: everything up to this change was seen in scope `scope`.

    While pages are being read, `until` is the change that the pull leads up to, `before` the scope that the phone had,
    and `page` the next page; afterwards `until` is 0. `followups` is the digest of the follow-ups that the phone has,
    `around` that of its teams and sweeps.
    """

    generation: UUID
    scope: str
    seq: int
    until: int = 0
    before: str = ""
    page: int = 0
    followups: str = ""
    around: str = ""


def write(cursor: Cursor) -> str:
    """As the phone keeps it."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(cursor)).decode()


def read(text: str) -> Cursor:
    """Raises `sync.cursor`."""
    try:
        return msgspec.msgpack.decode(base64.urlsafe_b64decode(text.encode()), type=Cursor)
    except (ValueError, binascii.Error, msgspec.DecodeError):
        raise Problem("sync.cursor") from None
