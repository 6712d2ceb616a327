"""The supervisor's log, as a syslog server at the other end of TLS receives it."""

import datetime
import ipaddress
import json
import logging
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from qiaomen.cli.supervisor import log, shipping

Logger = Callable[..., logging.Logger]
HOST = "127.0.0.1"
HEAD = re.compile(r"<(\d+)>1 \S+\+00:00 \S+ qiaomen \d+ - - (.*)", re.DOTALL)


def certificate(folder: Path) -> Path:
    """The receiver's certificate and key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "log.example")])
    there = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(days=1)).add_extension(there, critical=False)
    made = builder.not_valid_after(now + datetime.timedelta(days=1)).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "receiver.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return file


class Receiver:
    """A syslog server over TLS; `got` has the messages of one connection, then None."""

    def __init__(self, folder: Path) -> None:
        self.authority, self.got = certificate(folder), Queue[str | None]()
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(self.authority)
        self._listens = socket.create_server((HOST, 0))
        self.address = f"syslog+tls://{HOST}:{self._listens.getsockname()[1]}"
        threading.Thread(target=self._receive, daemon=True).start()

    def _receive(self) -> None:
        try:
            with self._context.wrap_socket(self._listens.accept()[0], server_side=True).makefile("rb") as stream:
                while size := b"".join(iter(lambda: stream.read(1).strip(), b"")):
                    self.got.put(stream.read(int(size)).decode())
        except OSError:  # whoever called did not trust us
            pass
        self.got.put(None)

    def close(self) -> None:
        self._listens.close()


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    made = Receiver(tmp_path)
    yield made
    made.close()


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Logger]:
    """The supervisor's log, opened for this test alone."""
    own = logging.Logger("qiaomen.serve.test")
    monkeypatch.setattr(log, "_logger", own)
    monkeypatch.setattr(logging, "raiseExceptions", False)

    def open_log(to: str, authority: Path | None = None) -> logging.Logger:
        log.open_log(tmp_path, to=to, authority=str(authority) if authority else None)
        return own

    yield open_log
    close(own)


def close(own: logging.Logger) -> None:
    for handler in own.handlers:
        handler.close()
    own.handlers = []


def test_what_the_log_says_arrives_as_it_stands_in_the_file(receiver: Receiver, opened: Logger, tmp_path: Path) -> None:
    own = opened(receiver.address, receiver.authority)
    log.event("ready", address="门")
    log.event("child.died", level=logging.ERROR, child="web")
    close(own)
    arrived = [HEAD.fullmatch(receiver.got.get(timeout=60) or "") for _ in range(2)]
    assert [found and found[1] for found in arrived] == ["30", "27"]
    written = (tmp_path / "logs" / "serve.log").read_text(encoding="utf-8").splitlines()
    assert [found and json.loads(found[2]) for found in arrived] == [json.loads(line) for line in written]


def test_whoever_cannot_prove_to_be_the_receiver_gets_nothing_and_the_file_has_it(
    receiver: Receiver, opened: Logger, tmp_path: Path
) -> None:
    own = opened(receiver.address)
    log.event("ready")
    close(own)
    assert receiver.got.get(timeout=60) is None
    assert "ready" in (tmp_path / "logs" / "serve.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", ["syslog://log.example", "log.example:6514", "syslog+tls://"])
def test_an_address_without_tls_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="is no syslog"):
        shipping.shipped(address, logging.Formatter())
