"""Streams packed and encrypted with age, to recipients whose secret keys are elsewhere.

What was written is read again and compared although those keys are not here: each file is sealed to one more recipient,
whose secret key lives in memory until the comparison is done and was never on a disk.
"""

import gzip
import hashlib
import os
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Protocol, cast

import pyrage

from qiaomen.backup.errors import BackupError

Recipient = Any  # pyrage has no types
Identity = Any
_PIECE = 1 << 18


class Readable(Protocol):
    """Whatever gives bytes until there are none."""

    def read(self, size: int, /) -> bytes: ...


def recipients(words: str) -> list[Recipient]:
    """Recipients from a comma-separated list of `age1…` and ssh public keys, or from a file with one a line.

    Raises BackupError for what is neither.
    """
    file = Path(words).expanduser()
    lines = file.read_text().splitlines() if _is_file(file) else words.split(",")
    found = [_recipient(line.strip()) for line in lines if line.strip() and not line.startswith("#")]
    if not found:
        raise BackupError("A backup needs at least one recipient: the public half of a key (age1…).")
    return found


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # a name that is too long for one
        return False


def _recipient(line: str) -> Recipient:
    kind = pyrage.ssh if line.startswith("ssh-") else pyrage.x25519
    try:
        return kind.Recipient.from_str(line)
    except pyrage.RecipientError as error:
        raise BackupError(f"{line[:20]}… is no recipient ({error}). One begins with age1 or ssh-.") from None


def identities(file: Path) -> list[Identity]:
    """The secret keys in a file as age-keygen or `qiaomen backup --new-key` write it, or an ssh key."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BackupError(f"The key {file} cannot be read: {error.strerror}.") from None
    try:
        if b"PRIVATE KEY" in content:
            return [pyrage.ssh.Identity.from_buffer(content)]
        lines = [line.strip() for line in content.decode().splitlines()]
        return [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except (pyrage.IdentityError, UnicodeDecodeError) as error:
        raise BackupError(f"The key {file} cannot be used: {error}") from None


def new_key(file: Path) -> str:
    """Write a new secret key into `file`, for its owner only; answers its recipient. Raises BackupError."""
    identity = pyrage.x25519.Identity.generate()
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BackupError(f"{file} cannot be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "w") as out:
        out.write(f"# recipient: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public())


class _Packing:
    """What `source` gives, gzipped as it is read; counts and hashes what went in."""

    def __init__(self, source: Readable, seen: Callable[[int], None]) -> None:
        self._source, self._seen = source, seen
        self._pack: Any = zlib.compressobj(1, zlib.DEFLATED, 31)
        self._ready = b""
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        while self._pack is not None and not self._ready:
            piece = self._source.read(_PIECE)
            self.digest.update(piece)
            self._seen(len(piece))
            if piece:
                self._ready = self._pack.compress(piece)
            else:
                self._ready, self._pack = self._pack.flush(), None
        given, self._ready = (self._ready, b"") if size < 0 else (self._ready[:size], self._ready[size:])
        return given


def seal(
    source: Readable,
    target: Path,
    to: Sequence[Recipient],
    *,
    check: Callable[[IO[bytes]], None] | None = None,
    finished: Callable[[], None] = lambda: None,
    seen: Callable[[int], None] = lambda count: None,
) -> int:
    """Pack and encrypt `source` into `target`, read it again, and only then give it its name; answers its bytes.

    `finished` is asked after the source ended (it raises if that was no good end), `check` is given the plain stream
    read back, `seen` the bytes as they come. Raises BackupError when what was read back differs.
    """
    here = pyrage.x25519.Identity.generate()
    fresh = target.with_name(f"{target.name}.new")
    packing = _Packing(source, seen)
    try:
        with open(fresh, "wb", opener=_private) as out:
            pyrage.encrypt_io(packing, out, [*to, here.to_public()])
            finished()
            out.flush()
            os.fsync(out.fileno())
        _compare(fresh, here, packing.digest.digest(), check)
        fresh.replace(target)
        _sync(target.parent)
    finally:
        fresh.unlink(missing_ok=True)
    return target.stat().st_size


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _compare(file: Path, identity: Identity, digest: bytes, check: Callable[[IO[bytes]], None] | None) -> None:
    found = hashlib.sha256()
    with opened(file, [identity]) as plain:
        hashing = Hashing(plain, found)
        if check is not None:
            check(hashing)  # type: ignore[arg-type]
        while hashing.read(_PIECE):
            pass
    if found.digest() != digest:
        raise BackupError(f"{file} was written, and reads otherwise: the disk cannot be trusted.")


class Hashing:
    """A stream that hashes what is read from it."""

    def __init__(self, stream: Readable, digest: Any) -> None:
        self._stream, self._digest = stream, digest

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._digest.update(piece)
        return piece


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def opened(file: Path, keys: Sequence[Identity]) -> Iterator[IO[bytes]]:
    """The plain stream of a sealed file, while the block runs. Raises BackupError at its end if it was damaged."""
    readable, writable = os.pipe()
    failed: list[BaseException] = []

    def decrypt() -> None:
        with suppress(BrokenPipeError), os.fdopen(writable, "wb") as out:
            try:
                with file.open("rb") as source:
                    pyrage.decrypt_io(source, out, list(keys))
            except Exception as error:
                failed.append(error)

    thread = threading.Thread(target=decrypt, daemon=True)
    thread.start()
    with os.fdopen(readable, "rb") as pipe:
        try:
            yield cast(IO[bytes], gzip.GzipFile(fileobj=pipe))
            whole = not pipe.read(1)
        except (EOFError, OSError, zlib.error) as error:
            thread.join()
            raise BackupError(_why(file, failed[0] if failed else error)) from error
    thread.join()
    if failed and whole:
        raise BackupError(_why(file, failed[0]))


def _why(file: Path, error: BaseException) -> str:
    return f"{file} cannot be read with this key, or is damaged: {error}"
