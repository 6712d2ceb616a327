"""Whom of a list's household the register knows already: pure, one door at a time."""

from uuid import UUID

import msgspec

from qiaomen.exchange.households import Member
from qiaomen.people.identity import IdentityCard
from qiaomen.people.names import search_keys


class Known(msgspec.Struct, gc=False):
    """A registered person, with the identity opened."""

    id: UUID
    door: UUID
    name: str
    plain: str
    sex: int
    birth_year: int | None
    relation: str
    ordinal: int
    card: IdentityCard


def card_of(member: Member) -> IdentityCard:
    """What a list says of a person's identity."""
    return IdentityCard(
        number=member.id_number or "",
        document=member.id_kind if member.id_number else "",
        birth_date=member.birth.isoformat() if member.birth else "",
        phones=list(member.phones),
        remark=member.remark,
    )


def match(members: list[Member], known: list[Known]) -> list[Known | None]:
    """For each member the person whom it is, or None: by id number, then by name, then by phone and relation.

    Nobody is matched twice. The same name under another id number is a corrected number.
    """
    found: list[Known | None] = [None] * len(members)
    left = list(known)
    for agrees in (_same_number, _same_name, _same_phone):
        for index, member in enumerate(members):
            if found[index] is None and left:
                person = next((each for each in left if agrees(member, each)), None)
                if person is not None:
                    found[index] = person
                    left.remove(person)
    return found


def merged(member: Member, known: Known) -> tuple[Known, bool, bool]:
    """The person as the list has it, where the list says something; whether the file changed, whether the card did."""
    card = card_of(member)
    card = IdentityCard(
        number=card.number or known.card.number,
        document=card.document or known.card.document,
        birth_date=card.birth_date or known.card.birth_date,
        phones=card.phones or known.card.phones,
        remark=card.remark or known.card.remark,
    )
    person = Known(
        id=known.id,
        door=known.door,
        name=member.name[:60],
        plain=known.plain if member.name == known.name else search_keys(member.name).plain,
        sex=member.sex or known.sex,
        birth_year=member.birth.year if member.birth else known.birth_year,
        relation=member.relation[:20] or known.relation,
        ordinal=known.ordinal,
        card=card,
    )
    return person, person != known, card != known.card


def _same_number(member: Member, known: Known) -> bool:
    return bool(member.id_number) and member.id_number == known.card.number


def _same_name(member: Member, known: Known) -> bool:
    return search_keys(member.name).plain == known.plain


def _same_phone(member: Member, known: Known) -> bool:
    """A name put right: same phones and same relation, and no id number that speaks against it."""
    clash = bool(member.id_number and known.card.number)
    return (
        not clash
        and bool(member.phones)
        and list(member.phones) == known.card.phones
        and (member.relation == known.relation)
    )
