"""Sealing: AES-256-GCM under the outbreak's data key, bound to the row by additional data; lookups by HMAC-SHA256.

Layout of a sealed value: one byte version (1), 12 bytes nonce, ciphertext with its 16-byte tag.
"""

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag

from qiaomen.base.keys import Keys

VERSION = b"\x01"


class Unsealable(Exception):
    """The value was sealed under another key, for another row, or was changed."""


def seal(keys: Keys, plain: bytes, *, row: UUID) -> bytes:
    """Seal `plain` so that it opens only under these keys and for this row."""
    nonce = os.urandom(12)
    return VERSION + nonce + keys.cipher.encrypt(nonce, plain, row.bytes)


def unseal(keys: Keys, sealed: bytes, *, row: UUID) -> bytes:
    """Open what `seal` made. Raises Unsealable; never answers the ciphertext."""
    value = bytes(sealed)
    if value[:1] != VERSION:
        raise Unsealable
    try:
        return keys.cipher.decrypt(value[1:13], value[13:], row.bytes)
    except InvalidTag:
        raise Unsealable from None


def lookup(keys: Keys, field: str, value: str) -> bytes:
    """The hash by which a sealed value is found: 16 bytes, keyed, and different for each field."""
    return keyed_hash(keys, f"{field}\0{value}".encode())[:16]


def keyed_hash(keys: Keys, content: bytes) -> bytes:
    """HMAC-SHA256 under the lookup key: 32 bytes. Copying prepared pads costs a third of `hmac.digest`."""
    inner, outer = keys.pads
    inside, outside = inner.copy(), outer.copy()
    inside.update(content)
    outside.update(inside.digest())
    return outside.digest()
