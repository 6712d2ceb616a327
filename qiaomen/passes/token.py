"""A pass as a code: `QM1:` and base45 (RFC 9285) of a COSE_Sign1 (RFC 9052) that holds a CWT (RFC 8392), Ed25519.

Pure: bytes in, bytes out. A token is written in one way only, so a reader writes anew what it has read and refuses
what differs; and nothing is decoded before its signature was verified. docs/passes.md states the form,
contracts/passes.json holds cases for every reader.
"""

import hashlib
from typing import Any, Final
from uuid import UUID

import base45
import cbor2
import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PREFIX: Final = "QM1:"
LONGEST: Final = 1_000  # characters of a code; a real one has about 240
LONGEST_LIFE: Final = 14 * 86_400  # seconds between iat and exp
MOST_AREAS: Final = 8
LONGEST_NAME: Final = 24  # characters
FORMS: Final = ("phone", "card")
COLOURS: Final = ("grey", "green", "yellow", "red")
_SIGN1: Final = 18
_EDDSA: Final = -8
_ISS, _EXP, _NBF, _IAT, _CTI, _OURS = 1, 4, 5, 6, 7, -65537
_LATEST: Final = 2**53 - 1  # what every reader counts exactly


class Token(msgspec.Struct, frozen=True, gc=False):
    """What a code says. Moments are seconds since 1970 (UTC); `areas` are places' short ids, none for everywhere."""

    district: str
    id: UUID
    colour: str
    name: str
    areas: tuple[bytes, ...]
    form: str
    issued: int
    begins: int
    expires: int


class Signed(msgspec.Struct, frozen=True, gc=False):
    """A code taken apart, not yet verified: the id of the key, what was signed, the signature."""

    kid: bytes
    payload: bytes
    signature: bytes


class Unreadable(Exception):
    """The text is no pass. `problem` is `too_long` or `unreadable`."""

    def __init__(self, problem: str = "unreadable") -> None:
        super().__init__(problem)
        self.problem = problem


class Signer:
    """A district's private key, ready to sign."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.kid = kid_of(self.public)

    def code(self, token: Token) -> str:
        """The text of the token's QR code. The same token gives the same text."""
        payload = _payload(token)
        signature = self._key.sign(_to_be_signed(self.kid, payload))
        return PREFIX + str(base45.b45encode(_message(Signed(self.kid, payload, signature))), "ascii")


def kid_of(public: bytes) -> bytes:
    """The id of a key: the first 8 bytes of SHA-256 of its 32 public bytes."""
    return hashlib.sha256(public).digest()[:8]


def read(text: str) -> Signed:
    """A code's parts. Raises Unreadable for what is no such code. Says nothing yet of what was signed."""
    if len(text) > LONGEST:
        raise Unreadable("too_long")
    if not text.startswith(PREFIX):
        raise Unreadable
    try:
        # As bytes: of a str the library would drop line ends.
        message = base45.b45decode(text[len(PREFIX) :].encode("ascii"))
    except ValueError:
        raise Unreadable from None
    length = message[18] if len(message) > 18 else 0
    signed = Signed(message[8:16], message[19 : 19 + length], message[21 + length :])
    if len(signed.signature) != 64 or message != _message(signed):
        raise Unreadable
    return signed


def is_genuine(signed: Signed, public: bytes) -> bool:
    """Whether the signature is of this key. Ed25519 as in RFC 8032."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public)
        key.verify(signed.signature, _to_be_signed(signed.kid, signed.payload))
    except (InvalidSignature, ValueError):
        return False
    return True


def token_of(payload: bytes) -> Token:
    """What was signed. Raises Unreadable for anything that is not exactly such a token."""
    try:
        token = _token(cbor2.loads(payload))
        if payload == _payload(token):
            return token
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError, cbor2.CBORError):
        pass
    raise Unreadable


def _protected(kid: bytes) -> bytes:
    return cbor2.dumps({1: _EDDSA, 4: kid})


def _payload(token: Token) -> bytes:
    ours = [COLOURS.index(token.colour), token.name, list(token.areas), FORMS.index(token.form)]
    return cbor2.dumps(
        {
            _ISS: token.district, _EXP: token.expires, _NBF: token.begins, _IAT: token.issued,
            _CTI: token.id.bytes, _OURS: ours,
        }
    )  # fmt: skip


def _to_be_signed(kid: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", _protected(kid), b"", payload])


def _message(signed: Signed) -> bytes:
    parts = [_protected(signed.kid), {}, signed.payload, signed.signature]
    return cbor2.dumps(cbor2.CBORTag(_SIGN1, parts))


def _token(claims: dict[int, Any]) -> Token:
    colour, name, areas, form = claims[_OURS]
    token = Token(
        district=_text(claims[_ISS], 20), id=UUID(bytes=_bytes(claims[_CTI], 16)), colour=COLOURS[_number(colour, 3)],
        name=_text(name, LONGEST_NAME), areas=tuple(_bytes(area, 4) for area in areas), form=FORMS[_number(form, 1)],
        issued=_number(claims[_IAT]), begins=_number(claims[_NBF]), expires=_number(claims[_EXP]),
    )  # fmt: skip
    if not token.issued <= token.begins < token.expires <= token.issued + LONGEST_LIFE:
        raise ValueError("its moments do not follow each other")
    if len(token.areas) > MOST_AREAS:
        raise ValueError("too many areas")
    return token


def _bytes(value: object, size: int | None = None) -> bytes:
    if type(value) is not bytes or (size is not None and len(value) != size):
        raise ValueError("not these bytes")
    return value


def _text(value: object, longest: int) -> str:
    if type(value) is not str or not 0 < len(value) <= longest:
        raise ValueError("not such a text")
    return value


def _number(value: object, most: int = _LATEST) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError("not such a number")
    return value
