"""Bringing a parcel to its address and hearing what the other side says of it: by mail, or by a webhook.

Both end in a receipt, whatever happens: the server's own answer, or why there was none. Nothing is followed elsewhere:
a webhook that redirects has not received.
"""

import hashlib
import hmac
import smtplib
import socket
import ssl
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from datetime import datetime
from email.message import EmailMessage
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

import msgspec
from django.conf import settings

from qiaomen.base.outward import check_host, check_peer
from qiaomen.base.problems import Problem
from qiaomen.reports.parcel import Parcel

TIMEOUT_S = 20
MOST_ANSWER = 300


class Address(msgspec.Struct):
    """Where to: mail addresses separated by commas, or a webhook's; the secret that its signatures are made with."""

    to: str
    secret: str = ""

    @property
    def masked(self) -> str:
        """As much of it as settles which one it is: z***@gov.cn, https://gov.cn/…"""
        if "://" in self.to:
            parts = urlsplit(self.to)
            return f"{parts.scheme}://{parts.hostname}/…"
        return ", ".join(f"{one[:1]}***@{one.partition('@')[2]}" for one in self.to.split(","))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the other side said: `code` is that of HTTP or SMTP, 0 where nobody answered."""

    ok: bool
    code: int
    answer: str

    def kept(self, at: datetime) -> dict[str, Any]:
        """As it is kept with the sending."""
        return {"at": at.isoformat(), **asdict(self)}


def can_mail() -> bool:
    """Whether a mail server is set."""
    return bool(settings.MAIL_SERVER)


def mail(parcel: Parcel, *, to: str, sending: UUID) -> Receipt:
    """Hand the parcel to the mail server that is set; the receipt is what the server said when it took it."""
    if not can_mail():
        return Receipt(False, 0, str(Problem("report.no_mail_server").message))
    server = urlsplit(settings.MAIL_SERVER)
    letter = _letter(parcel, to, sending, server)
    try:
        with _connect(server) as smtp:
            if server.username:
                smtp.login(unquote(server.username), unquote(server.password or ""))
            smtp.mail(letter["From"])
            for one in to.split(","):
                code, answer = smtp.rcpt(one.strip())
                if code not in (250, 251):
                    return Receipt(False, code, _plain(answer))
            code, answer = smtp.data(letter.as_bytes())
            return Receipt(code == 250, code, _plain(answer))
    except smtplib.SMTPResponseException as error:
        return Receipt(False, error.smtp_code, _plain(error.smtp_error))
    except (smtplib.SMTPException, OSError, ssl.SSLError) as error:
        return Receipt(False, 0, type(error).__name__)


def post(parcel: Parcel, *, address: Address, sending: UUID) -> Receipt:
    """POST the parcel as JSON. The same sending always carries the same key, so that a second one is known as such.

    `Qiaomen-Signature` is the HMAC-SHA256 of the body under the recipient's secret.
    """
    body = parcel.body
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": str(sending)}
    if address.secret:
        signature = hmac.new(address.secret.encode(), body, hashlib.sha256).hexdigest()
        headers["Qiaomen-Signature"] = f"sha256={signature}"
    request = urllib.request.Request(address.to, data=body, headers=headers, method="POST")  # noqa: S310 (forms check)
    opener = urllib.request.build_opener(_Stay, _Http, _Https, urllib.request.ProxyHandler())
    try:
        check_host(urlsplit(address.to).hostname or "")
        with opener.open(request, timeout=TIMEOUT_S) as answer:
            return Receipt(200 <= answer.status < 300, answer.status, _plain(answer.read(4 * MOST_ANSWER)))
    except urllib.error.HTTPError as error:
        with error:
            return Receipt(False, error.code, _plain(error.read(4 * MOST_ANSWER)))
    except (OSError, HTTPException, ValueError) as error:
        return Receipt(False, 0, type(error).__name__)


class _Stay(urllib.request.HTTPRedirectHandler):
    """A report goes where it was sent to."""

    def redirect_request(self, *arguments: Any, **more: Any) -> None:
        return None


def _connected(address: tuple[str, int], *given: Any, **more: Any) -> socket.socket:
    """A connection that reached who may be called; a proxy of the environment is the operator's own."""
    made = socket.create_connection(address, *given, **more)
    check_peer(address[0], made)
    return made


class _Plain(HTTPConnection):
    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._create_connection = _connected


class _Sealed(HTTPSConnection):
    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._create_connection = _connected


class _Http(urllib.request.HTTPHandler):
    def http_open(self, request: urllib.request.Request) -> Any:
        return self.do_open(_Plain if _is_direct(request) else HTTPConnection, request)


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, request: urllib.request.Request) -> Any:
        return self.do_open(_Sealed if _is_direct(request) else HTTPSConnection, request)


def _is_direct(request: urllib.request.Request) -> bool:
    """Whether no proxy stands between: with one, it is the proxy that is reached."""
    return not (request.has_proxy() or getattr(request, "_tunnel_host", None))


def _connect(server: SplitResult) -> smtplib.SMTP:
    """`smtp://` speaks plainly, `smtp+tls://` after STARTTLS, `smtps://` from the beginning."""
    host = server.hostname or "localhost"
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, server.port or 465, timeout=TIMEOUT_S, context=ssl.create_default_context())
    smtp = smtplib.SMTP(host, server.port or 25, timeout=TIMEOUT_S)
    if server.scheme == "smtp+tls":
        smtp.starttls(context=ssl.create_default_context())
    smtp.ehlo_or_helo_if_needed()
    return smtp


def _letter(parcel: Parcel, to: str, sending: UUID, server: SplitResult) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = settings.MAIL_FROM or f"qiaomen@{server.hostname}"
    letter["To"] = to
    letter["Subject"] = parcel.subject
    letter["Message-ID"] = f"<{sending}@{letter['From'].partition('@')[2]}>"
    letter.set_content(parcel.text)
    for file in parcel.files:
        kind, _, sort = file.mime.partition("/")
        letter.add_attachment(file.content, maintype=kind, subtype=sort, filename=file.name)
    return letter


def _plain(answer: bytes | str) -> str:
    """What the other side said, as text that does no harm: printable, on one line, not long."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())[:MOST_ANSWER]
