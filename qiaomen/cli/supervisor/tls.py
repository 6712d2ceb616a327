"""A certificate and key as people have them, made into what the web server reads."""

import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from qiaomen.cli.supervisor.web import Tls


class TlsError(ValueError):
    """The files cannot be used; the message says why."""


def check(certificate: Path, key: Path) -> x509.Certificate:
    """The site's own certificate, if the PEM files belong together and are valid today. Raises TlsError."""
    try:
        own = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
        private = serialization.load_pem_private_key(key.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise TlsError(f"{certificate} and {key} cannot be read as PEM certificate and open key: {error}") from error
    public = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if own.public_key().public_bytes(*public) != private.public_key().public_bytes(*public):
        raise TlsError(f"{key} is not the key of {certificate}. The site's own certificate comes first in its file.")
    if own.not_valid_after_utc < datetime.now(UTC):
        raise TlsError(f"{certificate} expired on {own.not_valid_after_utc:%Y-%m-%d}.")
    return own


def prepare(certificate: Path, key: Path, *, folder: Path) -> Tls:
    """Check the files and make them ready for the web server. Raises TlsError.

    The web server reads keys in PKCS#8 only; one in an older form is written again, private, into `folder`.
    """
    check(certificate, key)
    pem = key.read_bytes()
    if b"BEGIN PRIVATE KEY" in pem:
        return Tls(certificate.resolve(), key.resolve())
    pkcs8 = serialization.load_pem_private_key(pem, password=None).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Tls(certificate.resolve(), _write_private(folder / "tls-key.pem", pkcs8))


def _write_private(file: Path, content: bytes) -> Path:
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
    return file
