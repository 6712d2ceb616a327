"""A person's identity: sealed apart, and found again by keyed hashes."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from qiaomen.base.keys import Keys
from qiaomen.base.sealing import lookup, seal, unseal


class IdentityCard(msgspec.Struct, omit_defaults=True):
    """What is sealed of a person: document number in normal form, its type, birth date, phones, what a list said."""

    number: str = ""
    document: str = ""
    birth_date: str = ""
    phones: list[str] = msgspec.field(default_factory=list)
    remark: str = ""


class SealedIdentity(msgspec.Struct):
    """A row of `people.Identity`."""

    person: UUID
    sealed: bytes
    id_hash: bytes | None
    phone_hashes: list[bytes]
    tail_hashes: list[bytes]


def seal_identity(keys: Keys, person: UUID, card: IdentityCard) -> SealedIdentity:
    """Seal a card for this person, with the hashes that find it: of the number, of each phone and of its last four."""
    return SealedIdentity(
        person=person,
        sealed=seal(keys, msgspec.json.encode(card), row=person),
        id_hash=number_hash(keys, card.number) if card.number else None,
        phone_hashes=phone_hashes(keys, card.phones),
        tail_hashes=[lookup(keys, "tail", phone[-4:]) for phone in card.phones],
    )


def open_identity(keys: Keys, person: UUID, sealed: bytes) -> IdentityCard:
    """Open a sealed card. Callers log who looked (verb SEE_IDENTITY). Raises Unsealable."""
    return msgspec.json.decode(unseal(keys, sealed, row=person), type=IdentityCard)


def number_hash(keys: Keys, number: str) -> bytes:
    """The hash by which a document number in normal form is found."""
    return lookup(keys, "id", number)


def phone_hashes(keys: Keys, phones: Sequence[str]) -> list[bytes]:
    """The hashes by which phones in normal form are found."""
    return [lookup(keys, "phone", phone) for phone in phones]
