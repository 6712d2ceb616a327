"""Sealed files: for their recipients only, read back, and never believed when damaged."""

import gzip
import io
from pathlib import Path

import pyrage
import pytest

from qiaomen.backup import BackupError, sealed

TEXT = "某某 13812345678\n".encode() * 20_000


@pytest.fixture
def key(tmp_path: Path) -> Path:
    sealed.new_key(tmp_path / "key")
    return tmp_path / "key"


def to(key: Path) -> list[sealed.Recipient]:
    return sealed.recipients(key.read_text().split()[2])


def read(file: Path, key: Path) -> bytes:
    with sealed.opened(file, sealed.identities(key)) as plain:
        return plain.read()


def test_only_its_recipient_reads_it_and_nothing_in_it_stands_open(tmp_path: Path, key: Path) -> None:
    file = tmp_path / "sealed"
    assert sealed.seal(io.BytesIO(TEXT), file, to(key)) == file.stat().st_size < len(TEXT)
    assert read(file, key) == TEXT
    assert b"13812345678" not in file.read_bytes()
    assert key.stat().st_mode & 0o077 == file.stat().st_mode & 0o077 == 0
    sealed.new_key(tmp_path / "other")
    with pytest.raises(BackupError, match="cannot be read with this key"):
        read(file, tmp_path / "other")


@pytest.mark.parametrize("harm", ["cut", "emptied", "changed"])
def test_a_damaged_file_is_an_error_and_never_a_shorter_text(tmp_path: Path, key: Path, harm: str) -> None:
    file = tmp_path / "sealed"
    sealed.seal(io.BytesIO(TEXT), file, to(key))
    content = file.read_bytes()
    middle = len(content) // 2
    changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    file.write_bytes({"cut": content[:-10], "emptied": b"", "changed": changed}[harm])
    with pytest.raises(BackupError):
        read(file, key)


def test_a_source_that_ended_badly_leaves_no_file(tmp_path: Path, key: Path) -> None:
    def finished() -> None:
        raise BackupError("the program failed")

    with pytest.raises(BackupError, match="the program failed"):
        sealed.seal(io.BytesIO(TEXT), tmp_path / "sealed", to(key), finished=finished)
    assert [file.name for file in tmp_path.iterdir()] == ["key"]


def test_a_disk_that_gives_back_something_else_is_found_at_once(
    tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = pyrage.encrypt_io

    def lying(source: sealed.Readable, out: io.RawIOBase, recipients: list[object]) -> None:
        while source.read(1 << 16):
            pass
        honest(io.BytesIO(gzip.compress(b"other")), out, recipients)

    monkeypatch.setattr(pyrage, "encrypt_io", lying)
    with pytest.raises(BackupError, match="reads otherwise"):
        sealed.seal(io.BytesIO(TEXT), tmp_path / "sealed", to(key))
    assert not (tmp_path / "sealed").exists()


def test_what_is_no_recipient_is_named_and_a_key_is_never_overwritten(tmp_path: Path, key: Path) -> None:
    with pytest.raises(BackupError, match="age1nobody"):
        sealed.recipients("age1nobody")
    with pytest.raises(BackupError, match="at least one"):
        sealed.recipients("")
    with pytest.raises(BackupError, match="cannot be written"):
        sealed.new_key(key)
