"""An entry: one record on its way through submit, from the bytes that arrived to its verdict."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.keys import Keys
from qiaomen.base.kinds import KINDS, Kind, split
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import keyed_hash, seal
from qiaomen.ledger.wire import Envelope, Verdict, VerdictName

# What msgspec quotes of a body, or a client names, may be anything, also a name: only words of ours are kept unsealed.
QUOTED = re.compile(r" '.*'", re.DOTALL)
WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")
# PostgreSQL stores no NUL. An escaped backslash before `u0000` is not one.
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")

CLOCK_AHEAD = timedelta(minutes=2)
CLOCK_OFF = timedelta(minutes=5)

_envelope = msgspec.json.Decoder(Envelope).decode
_canonical = msgspec.json.Encoder(order="deterministic").encode
_plain = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Author:
    """Who sent a record, from which phone, and from when to when that phone was enrolled."""

    worker: UUID
    outbreak: UUID
    device: UUID | None = None
    enrolment: UUID | None = None
    since: datetime | None = None
    revoked_at: datetime | None = None


# Door, place, person.
Subject = tuple[UUID | None, UUID | None, UUID | None]


class Need(msgspec.Struct, frozen=True, gc=False):
    """Something that a record refers to: `what` names the register or table that must hold it."""

    what: str
    id: UUID


class Entry(msgspec.Struct):
    """A record being submitted."""

    index: int
    raw: bytes
    author: Author
    received_at: datetime
    offset_ms: int = 0
    envelope: Envelope = None  # type: ignore[assignment]  # set by `read`, or the entry is rejected
    kind: Kind = None  # type: ignore[assignment]
    body: Any = None
    body_json: bytes = b""
    content_hash: bytes = b""
    at: datetime = None  # type: ignore[assignment]
    flags: list[str] = msgspec.field(default_factory=list)
    verdict: VerdictName | None = None
    problem: Problem | None = None
    needs: Sequence[Need] = ()
    root: UUID | None = None
    amended_author: UUID | None = None
    amended_subject: Subject = (None, None, None)
    place_id: UUID | None = None
    place_path: str | None = None
    home_path: str | None = None
    also_paths: Sequence[str] = ()
    may_decide: bool = False
    was_held: bool = False
    twin: "Entry | None" = None
    batch: "dict[UUID, Entry]" = msgspec.field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return self.envelope.id

    @property
    def open(self) -> bool:
        """Whether no verdict was reached yet."""
        return self.verdict is None

    def decide(self, verdict: VerdictName, problem: Problem | None = None) -> None:
        self.verdict, self.problem = verdict, problem

    def let_in(self) -> None:
        """A lead answers for it: from now on it no longer matters when its phone was enrolled."""
        self.author = replace(self.author, enrolment=None)

    def answer(self) -> Verdict:
        """The verdict as the phone gets it."""
        given = Verdict(
            id=self.envelope.id if self.envelope else None, index=self.index, verdict=self.verdict or "rejected"
        )
        if self.problem is not None:
            given.code, given.message = self.problem.code, self.problem.message
            if self.problem.field:
                given.field = self.problem.field
        if self.flags:
            given.flags = self.flags
        return given

    def stored(self, keys: Keys) -> tuple[str, bytes | None]:
        """The body as the ledger keeps it: open fields as JSON text, sealed ones as ciphertext bound to the id."""
        whole = self.body_json or _plain(self.body)
        # Empty fields are not encoded: where no sealed field's name stands in the text, there is nothing to seal.
        if not [name for name in self.kind.sealed_names if name in whole]:
            return whole.decode(), None
        plain = msgspec.to_builtins(self.body, builtin_types=(UUID, datetime))
        taken = split(plain, self.kind.sealed)
        secret = seal(keys, _plain(taken), row=self.id) if taken else None
        return _plain(plain).decode(), secret


def read(entry: Entry, keys: Keys) -> None:
    """Decode and type-check an entry, fix its time, and hash its content. Rejects what does not fit, by field."""
    try:
        _decode(entry)
    except Problem as problem:
        entry.content_hash = keyed_hash(keys, entry.raw)
        entry.decide("rejected", problem)
        return
    envelope, kind = entry.envelope, entry.kind
    head = _canonical((
        envelope.kind, envelope.device_at, envelope.door, envelope.place, envelope.person,
        envelope.amends, envelope.mends,
    ))  # fmt: skip
    entry.body_json = _canonical(entry.body)  # the ledger keeps it, too
    entry.content_hash = keyed_hash(keys, b"%b,%b]" % (head[:-1], entry.body_json))
    if not _has_subject(entry):
        entry.decide("rejected", Problem("record.no_subject", field=kind.subject, subject=kind.subject))
    elif envelope.amends == envelope.id:
        entry.decide("rejected", Problem("record.invalid", field="amends", reason="a record cannot correct itself"))
    _fix_time(entry)


def invalid(error: Exception, code: str, *, prefix: str = "") -> Problem:
    """A Problem that names the field: msgspec says `Expected `int`, got `str` - at `$.people[0].presence``."""
    if not isinstance(error, msgspec.MsgspecError):
        reason = "nested too deeply" if isinstance(error, RecursionError) else "not UTF-8"
        return Problem(code, field=prefix or "body", reason=reason)
    text, _, path = str(error).partition(" - at `$")
    name = (prefix + path.rstrip("`")).strip(".") or "body"
    return Problem(code, field=name[:120], reason=QUOTED.sub("", text))


def word(text: str) -> str:
    """A name that a client gave to something, if it is one that a program would give; else `?`."""
    return text if WORD.fullmatch(text) else "?"


def _decode(entry: Entry) -> None:
    try:
        entry.envelope = _envelope(entry.raw)
    except (ValueError, RecursionError) as error:  # msgspec's errors and UnicodeDecodeError are ValueErrors
        raise invalid(error, "record.unreadable") from None
    if b"\\u0000" in entry.raw and NUL.search(entry.raw):
        raise Problem("record.unreadable", reason="it contains the character NUL")
    kind = KINDS.get(entry.envelope.kind)
    if kind is None:
        raise Problem("record.unknown_kind", field="kind", kind=word(entry.envelope.kind))
    entry.kind = kind
    try:
        entry.body = kind.decode(bytes(entry.envelope.body))
    except (ValueError, RecursionError) as error:
        raise invalid(error, "record.invalid", prefix="body") from None


def _has_subject(entry: Entry) -> bool:
    envelope, subject = entry.envelope, entry.kind.subject
    if subject == "record":
        return envelope.amends is not None
    # A door says its place: whoever scanned its code somewhere unknown to the phone has no other.
    return getattr(envelope, subject) is not None or (subject == "place" and envelope.door is not None)


def _fix_time(entry: Entry) -> None:
    """`at = min(device_at + offset, received_at)`, fixed at first receipt; a wrong clock is flagged, never refused.

    The offset is the record's own, else its call's: a clock may have been set between writing and sending.
    """
    own = entry.envelope.offset_ms
    offset = timedelta(milliseconds=entry.offset_ms if own is None else own)
    try:
        corrected = entry.envelope.device_at + offset
    except OverflowError:
        corrected = entry.received_at + CLOCK_AHEAD * 2
    entry.at = min(corrected, entry.received_at)
    if corrected - entry.received_at > CLOCK_AHEAD or abs(offset) > CLOCK_OFF:
        entry.flags.append("clock")
