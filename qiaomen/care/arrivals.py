"""Orders that arrived are told, to the household and to whoever ordered for it: a message each, in the same change."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from qiaomen.access import messages
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows
from qiaomen.ledger import told
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.words import words_of
from qiaomen.people.phones import read_phones
from qiaomen.people.queries import identities_of

# Orders of which this change says for the first time that they arrived.
ARRIVED = """
SELECT DISTINCT (r.body->>'order')::uuid FROM ledger_record r
WHERE r.change = %b AND r.kind = 'order_step' AND r.root IS NULL AND r.body->>'step' = 'arrived'
  AND NOT EXISTS (SELECT FROM ledger_record e WHERE e.kind = 'order_step' AND e.body->>'order' = r.body->>'order'
                  AND e.body->>'step' = 'arrived' AND e.change <> r.change)
"""
# What was collected by the time a late phone says that it arrived is told to nobody.
LISTED = """
SELECT o.id, o.door, o.person, o.at_door, d.label, l.number, f.title, coalesce(g.name, '')
FROM care_order o JOIN care_offer f ON f.id = o.offer JOIN places_door d ON d.id = o.door
LEFT JOIN care_orderlabel l ON l."order" = o.id LEFT JOIN places_place g ON g.id = f.gate_id
WHERE o.id = ANY(%b) AND o.state = 'arrived' ORDER BY l.number, o.id
"""
# Whoever the order names, then the others of the household in their order.
HOUSEHOLD = "SELECT home_door_id, id FROM people_person WHERE home_door_id = ANY(%b) ORDER BY home_door_id, ordinal, id"


class Bag(msgspec.Struct):
    """What is told of: one order that stands at the gate."""

    id: UUID
    door: UUID
    person: UUID | None
    at_door: bool
    label: str
    number: int | None
    title: str
    gate: str


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage, after orders are folded: put the messages by."""
    if "order_step" in touched.kinds and (arrived := [row[0] for row in rows(ARRIVED, [change])]):
        tell(arrived)


def tell(orders: Collection[UUID]) -> int:
    """Put a message by for each phone behind these orders; answers how many."""
    bags = [Bag(*row) for row in rows(LISTED, [list(orders)])]
    own, theirs = _ordering(orders), _households(bags)
    several = []
    with translation.override(settings.LANGUAGE_CODE):
        for bag in bags:
            phones = dict.fromkeys(filter(None, (theirs.get(bag.id, ""), own.get(bag.id, ""))))
            several += [(phone, _text(bag), bag.id) for phone in phones]
    return len(messages.put_all(several, purpose="order.arrived"))


def _ordering(orders: Collection[UUID]) -> dict[UUID, str]:
    """The phone that whoever ordered gave."""
    newest = {one.record: one.id for one in told.of_chains(orders).values()}
    said = words_of(Outbreak.objects.current().keys, list(newest))
    return {newest[record]: _phone(words) for record, words in said.items()}


def _phone(words: Mapping[str, object]) -> str:
    return next(iter(read_phones(words.get("phone", "")).phones), "")


def _households(bags: Iterable[Bag]) -> dict[UUID, str]:
    """One phone of each household: of whom the order names, else the first that has any."""
    people: dict[UUID, list[UUID]] = defaultdict(list)
    listed = list(bags)
    for door, person in rows(HOUSEHOLD, [list({bag.door for bag in listed})]):
        people[door].append(person)
    every = {one for several in people.values() for one in several} | {bag.person for bag in listed if bag.person}
    cards = identities_of(Outbreak.objects.current().keys, every)
    found = {}
    for bag in listed:
        asked = [*([bag.person] if bag.person else []), *people[bag.door]]
        found[bag.id] = next((cards[one].phones[0] for one in asked if one in cards and cards[one].phones), "")
    return found


def _text(bag: Bag) -> str:
    """What is told: no name, nothing of health. It says where the bag is, and by which number it is known."""
    given = {"title": bag.title, "label": bag.label, "gate": bag.gate, "number": bag.number or "–"}
    if bag.at_door:
        return (
            _("%(title)s for %(label)s is here, bag no. %(number)s. It is brought to the door and left there.") % given
        )
    if bag.gate:
        return _("%(title)s for %(label)s is here: bag no. %(number)s, at %(gate)s.") % given
    return _("%(title)s for %(label)s is here: bag no. %(number)s.") % given
