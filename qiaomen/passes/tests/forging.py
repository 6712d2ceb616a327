"""Makes codes as an issuer does, and as somebody does who should not: under fixed keys of no district."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any
from uuid import UUID

import base45
import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qiaomen.passes.token import PREFIX, Signer, Token

Json = dict[str, Any]

NOW = 1_647_331_500  # 2022-03-15 16:05 at Shanghai
QUARTER, HOUR, DAY = 900, 3_600, 86_400
ISSUED = NOW - 300
SEEDS = {"own": b"\x01" * 32, "old": b"\x02" * 32, "neighbour": b"\x03" * 32, "stranger": b"\x04" * 32}
SIGNERS = {name: Signer(seed) for name, seed in SEEDS.items()}
RETIRED = ISSUED - 2 * DAY
GATE = {"area": "0a0b0c0d", "above": ["00c0ffee", "00000001"]}
HERE, COMMUNITY, OTHER = bytes.fromhex("0a0b0c0d"), bytes.fromhex("00c0ffee"), bytes.fromhex("0a0b0c0e")
PLAIN, SUSPENDED, REVOKED, REISSUED, TURNED_RED, FREED, RESUMED = (
    UUID(int=0x11223344_5566_4778_8990_000000000000 + number * 2**64 + number) for number in range(7)
)


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def token(pass_id: UUID = PLAIN, colour: str = "green", **other: Any) -> Token:
    issued = other.pop("issued", ISSUED)
    said: Json = {
        "district": "431123", "name": "李*", "areas": (HERE,), "form": "phone",
        "begins": issued, "expires": issued + DAY,
    }  # fmt: skip
    return Token(id=pass_id, colour=colour, issued=issued, **{**said, **other})


def code(signer: str = "own", **said: Any) -> str:
    return SIGNERS[signer].code(token(**said))


def signed(payload: bytes, *, signer: str = "own", message: Callable[[bytes, bytes, bytes], Any] | None = None) -> str:
    """A code over any payload, well signed; `message` makes another COSE message of (protected, payload, signature)."""
    protected = cbor2.dumps({1: -8, 4: SIGNERS[signer].kid})
    key = Ed25519PrivateKey.from_private_bytes(SEEDS[signer])
    signature = key.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    parts = (protected, payload, signature)
    whole = message(*parts) if message else cbor2.CBORTag(18, [protected, {}, payload, signature])
    return encoded(whole if isinstance(whole, bytes) else cbor2.dumps(whole))


def encoded(message: bytes) -> str:
    return PREFIX + str(base45.b45encode(message), "ascii")


def decoded(text: str) -> bytes:
    return bytes(base45.b45decode(text[len(PREFIX) :]))


def claims(**other: Any) -> dict[Any, Any]:
    said: dict[Any, Any] = {
        1: "431123", 4: ISSUED + DAY, 5: ISSUED, 6: ISSUED, 7: PLAIN.bytes, -65537: [1, "李*", [HERE], 0],
    }  # fmt: skip
    return {**said, **{int(name.replace("m", "-").lstrip("c")): value for name, value in other.items()}}


def payload(**other: Any) -> bytes:
    return cbor2.dumps(claims(**other))


def bits_changed(text: str, position: int) -> str:
    message = bytearray(decoded(text))
    message[position] ^= 1
    return encoded(bytes(message))
