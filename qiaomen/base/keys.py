"""Each outbreak's two keys, in a file outside the database and its backups; and the district's own private keys.

The data key seals; the lookup key makes hashes that find a sealed value again without reading it. Destroying an
outbreak's entry is what makes its personal data end. Private keys are the district's, whatever outbreak is open.
"""

import base64
import fcntl
import hashlib
import json
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from qiaomen.base.problems import Problem

if TYPE_CHECKING:
    from hashlib import _Hash

log = logging.getLogger(__name__)

_BLOCK = 64  # of SHA-256, in bytes
_PRIVATE = "private"  # the entry of the district's own keys; those of outbreaks go by their ids


@dataclass(frozen=True)
class Keys:
    """An outbreak's keys: 32 bytes each."""

    data: bytes
    lookup: bytes

    @cached_property
    def cipher(self) -> AESGCM:
        """The cipher under the data key."""
        return AESGCM(self.data)

    @cached_property
    def pads(self) -> "tuple[_Hash, _Hash]":
        """SHA-256 that has taken in the lookup key's inner and outer pad (RFC 2104), for copying."""
        block = self.lookup.ljust(_BLOCK, b"\0")
        inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in block)) for pad in (0x36, 0x5C))
        return inner, outer


def create(outbreak: UUID) -> Keys:
    """Make and store keys for a new outbreak, in the key file and in its escrow copy where one is set."""
    entry = {name: base64.b64encode(secrets.token_bytes(32)).decode() for name in ("data", "lookup")}
    for file in _files():
        with _editing(file) as entries:
            entries.setdefault(str(outbreak), entry)
    return of(outbreak)


def of(outbreak: UUID) -> Keys:
    """The outbreak's keys. Raises `outbreak.key_missing` when the key file does not hold them."""
    file: Path = settings.KEY_FILE
    try:
        stamp = file.stat().st_mtime_ns
    except FileNotFoundError:
        raise Problem("outbreak.key_missing") from None
    return _read(file, stamp, outbreak)


def destroy(outbreak: UUID) -> list[Path]:
    """Remove the outbreak's keys from the key file and its escrow, and overwrite the files that held them.

    Answers the files that could not be reached: one that is not there may be on a disk that is not mounted, and still
    hold them. There is no way back. Whether a disk keeps an older copy of a file's blocks, no program can see.
    """
    unreached = []
    for file in _files():
        try:
            _destroy_in(file, str(outbreak))
        except (OSError, ValueError) as error:
            log.warning("a copy of the keys could not be reached: %s", type(error).__name__)
            unreached.append(file)
    _read.cache_clear()
    return unreached


def _destroy_in(file: Path, outbreak: str) -> None:
    if outbreak not in json.loads(file.read_text()):
        return
    with open(file, "r+b") as before:
        with _editing(file) as entries:
            entries.pop(outbreak, None)
        before.write(bytes(os.fstat(before.fileno()).st_size))
        before.flush()
        os.fsync(before.fileno())


def keep_private(name: str, seed: bytes) -> None:
    """Keep a private key under a name, in the key file and in its escrow copy where one is set."""
    for file in _files():
        with _editing(file) as entries:
            entries.setdefault(_PRIVATE, {})[name] = base64.b64encode(seed).decode()


def private(name: str) -> bytes | None:
    """The private key of this name, if the key file holds it."""
    file: Path = settings.KEY_FILE
    entry = json.loads(file.read_text()).get(_PRIVATE, {}).get(name) if file.exists() else None
    return base64.b64decode(entry) if entry else None


def own(name: str) -> bytes:
    """The district's own key of this name, 32 bytes: made, and kept as private ones are, when it is first asked for."""
    found = private(name)
    if found is not None:
        return found
    entry = base64.b64encode(secrets.token_bytes(32)).decode()
    for file in _files():
        with _editing(file) as entries:
            entry = entries.setdefault(_PRIVATE, {}).setdefault(name, entry)
    return base64.b64decode(entry)


@lru_cache(maxsize=16)
def _read(file: Path, stamp: int, outbreak: UUID) -> Keys:
    entry = json.loads(file.read_text()).get(str(outbreak))
    if entry is None:
        raise Problem("outbreak.key_missing")
    return Keys(data=base64.b64decode(entry["data"]), lookup=base64.b64decode(entry["lookup"]))


def _files() -> list[Path]:
    return [settings.KEY_FILE] + ([settings.KEY_ESCROW] if settings.KEY_ESCROW else [])


@contextmanager
def _editing(file: Path) -> Iterator[dict[str, dict[str, str]]]:
    """The file's entries, written back whole and atomically; a lock keeps two commands apart."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(file.with_suffix(".lock"), "w", opener=_for_its_owner) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        entries = json.loads(file.read_text()) if file.exists() else {}
        yield entries
        fresh = file.with_suffix(".new")
        with open(fresh, "w", opener=_for_its_owner) as out:
            json.dump(entries, out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(fresh, file)


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
