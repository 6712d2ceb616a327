"""Each outbreak's two keys, in a file outside the database and its backups.

The data key seals; the lookup key makes hashes that find a sealed value again without reading it. Destroying an
outbreak's entry is what makes its personal data end.
"""

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from qiaomen.base.problems import Problem


@dataclass(frozen=True, slots=True)
class Keys:
    """An outbreak's keys: 32 bytes each, and the cipher made of the first."""

    data: bytes
    lookup: bytes
    cipher: AESGCM


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


def destroy(outbreak: UUID) -> None:
    """Remove the outbreak's keys from the key file and its escrow. There is no way back."""
    for file in _files():
        with _editing(file) as entries:
            entries.pop(str(outbreak), None)
    _read.cache_clear()


@lru_cache(maxsize=16)
def _read(file: Path, stamp: int, outbreak: UUID) -> Keys:
    entry = json.loads(file.read_text()).get(str(outbreak))
    if entry is None:
        raise Problem("outbreak.key_missing")
    data = base64.b64decode(entry["data"])
    return Keys(data=data, lookup=base64.b64decode(entry["lookup"]), cipher=AESGCM(data))


def _files() -> list[Path]:
    return [settings.KEY_FILE] + ([settings.KEY_ESCROW] if settings.KEY_ESCROW else [])


@contextmanager
def _editing(file: Path) -> Iterator[dict[str, dict[str, str]]]:
    """The file's entries, written back whole and atomically; a lock keeps two commands apart."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(file.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        entries = json.loads(file.read_text()) if file.exists() else {}
        yield entries
        fresh = file.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as out:
            json.dump(entries, out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(fresh, file)
