"""Certificates as people bring them."""

import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from qiaomen.cli.supervisor import tls
from qiaomen.cli.supervisor.web import Web

NOW = datetime.datetime.now(datetime.UTC)


def write_pair(folder: Path, *, days: int = 30, form: str = "PKCS8") -> tuple[Path, Path]:
    """A self-signed certificate that ends in `days` days, and its key in the given form."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "district.example")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(NOW - datetime.timedelta(days=90))
    certificate = builder.not_valid_after(NOW + datetime.timedelta(days=days)).sign(key, hashes.SHA256())
    files = folder / f"{days}-{form}.crt", folder / f"{days}-{form}.key"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    shape = getattr(serialization.PrivateFormat, form)
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, shape, serialization.NoEncryption()))
    return files


def test_a_key_in_pkcs8_is_used_where_it_lies(tmp_path: Path) -> None:
    certificate, key = write_pair(tmp_path)
    assert tls.prepare(certificate, key, folder=tmp_path).key == key


def test_a_key_in_an_older_form_is_written_again_privately(tmp_path: Path) -> None:
    pair = tls.prepare(*write_pair(tmp_path, form="TraditionalOpenSSL"), folder=tmp_path)
    assert pair.key.read_text().startswith("-----BEGIN PRIVATE KEY-----")
    assert pair.key.stat().st_mode & 0o777 == 0o600


def test_a_key_of_another_certificate_is_refused(tmp_path: Path) -> None:
    certificate, _ = write_pair(tmp_path, days=30)
    _, key = write_pair(tmp_path, days=31)
    with pytest.raises(tls.TlsError, match="is not the key of"):
        tls.prepare(certificate, key, folder=tmp_path)


def test_an_expired_certificate_is_refused_with_its_day(tmp_path: Path) -> None:
    day = f"{NOW - datetime.timedelta(days=2):%Y-%m-%d}"
    with pytest.raises(tls.TlsError, match=f"expired on {day}"):
        tls.prepare(*write_pair(tmp_path, days=-2), folder=tmp_path)


def test_a_file_that_is_no_certificate_is_refused_by_name(tmp_path: Path) -> None:
    _, key = write_pair(tmp_path)
    with pytest.raises(tls.TlsError, match="cannot be read as PEM"):
        tls.prepare(key, key, folder=tmp_path)


@pytest.mark.parametrize(("workers", "threads"), [(1, 4), (16, 4), (30, 2), (64, 2)])
def test_web_threads_never_want_more_connections_than_there_are(workers: int, threads: int) -> None:
    assert Web("127.0.0.1", 8000, workers).threads == threads
