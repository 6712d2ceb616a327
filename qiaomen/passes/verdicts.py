"""What a gate is told of a code. Pure, and the same on the phone: contracts/passes.json.

The first thing that is wrong is the problem, in this order: can it be read, is it genuine, is it of now, is it for
here, was it withdrawn. A genuine pass that was withdrawn or is for elsewhere still says whose it is.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from qiaomen.passes.token import Token, Unreadable, is_genuine, read, token_of

LEEWAY: Final = 300  # seconds by which a gate's clock may be behind the issuer's
STATES: Final = ("active", "suspended", "revoked")
PROBLEMS: Final = (
    "unreadable", "too_long", "unknown_key", "bad_signature", "old_key", "not_yet_valid", "expired", "other_area",
    "revoked", "suspended",
)  # fmt: skip


class Key(msgspec.Struct, frozen=True, gc=False):
    """A public key that counts for what its district issued `since` and before `until` (seconds; None: no end)."""

    public: bytes
    district: str
    since: int
    until: int | None = None
    own: bool = True


class Listed(msgspec.Struct, frozen=True, gc=False):
    """A pass that changed: it counts for codes issued before `since` (seconds)."""

    since: int
    colour: str
    state: str


class Gate(msgspec.Struct, frozen=True, gc=False):
    """Where somebody stands: the short ids of the place whose gate it is, and of all above it."""

    area: bytes
    above: tuple[bytes, ...] = ()


class Known(msgspec.Struct, frozen=True, gc=False):
    """What a gate knows: keys by their id, changed passes by the first 8 bytes of their id, the age of that list."""

    keys: Mapping[bytes, Key]
    listed: Mapping[bytes, Listed]
    list_age: int = 0
    list_old_after: int = 14_400


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """`problem` or "ok"; `colour` as it is known now (`said`: on the code); the `rules` to follow, when it is ok.

    `elsewhere`: issued by another district, whose withdrawn passes are not known here. `list_old`: the list of changed
    passes is older than the limit. Either turns green into yellow rules; grey is yellow always.
    """

    problem: str
    token: Token | None = None
    kid: bytes = b""
    colour: str = ""
    rules: str = ""
    elsewhere: bool = False
    list_old: bool = False

    @property
    def said(self) -> str:
        return self.token.colour if self.token else ""


class Genuine(msgspec.Struct, frozen=True, gc=False):
    """A code that a known key has signed."""

    token: Token
    kid: bytes
    key: Key


def judge(text: str, *, now: int, gate: Gate, known: Known) -> Verdict:
    """What a code is worth at a gate at a moment (seconds since 1970)."""
    found = verified(text, known.keys)
    return found if isinstance(found, Verdict) else weigh(found, now=now, gate=gate, known=known)


def verified(text: str, keys: Mapping[bytes, Key]) -> Genuine | Verdict:
    """A code that one of these keys has signed, or why it is none. Nothing is decoded before its signature held."""
    try:
        signed = read(text)
        key = keys.get(signed.kid)
        if key is None:
            return Verdict("unknown_key")
        if not is_genuine(signed, key.public):
            return Verdict("bad_signature")
        token = token_of(signed.payload)
    except Unreadable as unreadable:
        return Verdict(unreadable.problem)
    return Genuine(token, signed.kid, key) if key.district == token.district else Verdict("unknown_key")


def weigh(genuine: Genuine, *, now: int, gate: Gate, known: Known) -> Verdict:
    """What a genuine code is worth at a gate at a moment."""
    token, key = genuine.token, genuine.key
    listed = known.listed.get(token.id.bytes[:8]) if key.own else None
    if listed and listed.since <= token.issued:
        listed = None
    colour = listed.colour if listed else token.colour
    problem = _problem(token, key, listed, now=now, gate=gate)
    list_old = key.own and known.list_age > known.list_old_after
    rules = "" if problem else _rules(colour, sure=key.own and not list_old)
    return Verdict(problem or "ok", token, genuine.kid, colour, rules, not key.own, list_old)


def _problem(token: Token, key: Key, listed: Listed | None, *, now: int, gate: Gate) -> str:
    if token.issued < key.since or (key.until is not None and token.issued >= key.until):
        return "old_key"
    if now + LEEWAY < token.begins:
        return "not_yet_valid"
    if now >= token.expires:
        return "expired"
    if key.own and token.areas and gate.area not in token.areas and not set(gate.above) & set(token.areas):
        return "other_area"
    return listed.state if listed and listed.state != "active" else ""


def _rules(colour: str, *, sure: bool) -> str:
    if colour == "red":
        return "red"
    return "green" if colour == "green" and sure else "yellow"
