"""Whom cards are printed for, and what stands on one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows
from qiaomen.passes.minting import mint_many
from qiaomen.passes.models import Form, Pass
from qiaomen.places.models import Place

# In the order in which one walks, so that a pile of cards is handed out door by door.
AT = """
SELECT p.id, d.label, pl.path FROM passes_pass p
JOIN people_person h ON h.id = p.person JOIN places_door d ON d.id = h.home_door_id
JOIN places_place pl ON pl.id = d.place_id
WHERE p.form = 'card' AND p.state = 'active' AND (p.ends IS NULL OR p.ends > %b)
  AND pl.path >= %b AND pl.path < %b || 'g'
ORDER BY pl.walk, pl.path, d.walk, h.ordinal, p.id
"""
# Nobody's file is joined to another one here: canonical ids only. Who has a pass that counts needs no card.
WITHOUT = """
SELECT h.id FROM people_person h JOIN places_door d ON d.id = h.home_door_id JOIN places_place pl ON pl.id = d.place_id
LEFT JOIN people_identity i ON i.person_id = h.id
WHERE pl.path >= %b AND pl.path < %b || 'g' AND d.is_open AND coalesce(cardinality(i.phone_hashes), 0) = 0
  AND NOT EXISTS (SELECT 1 FROM people_alias a WHERE a.id = h.id)
  AND NOT EXISTS (SELECT 1 FROM passes_pass p
                  WHERE p.person = h.id AND p.state = 'active' AND (p.ends IS NULL OR p.ends > %b))
ORDER BY h.id
"""


class Card(msgspec.Struct, frozen=True):
    """What stands on a card: masked name, the door's label, until when its code counts, the code's text, its number."""

    name: str
    label: str
    expires: datetime
    text: str
    number: str


def without_phone(place: Place, now: datetime) -> list[UUID]:
    """Who lives in a place, has no phone on file and no pass that counts now."""
    return [row[0] for row in rows(WITHOUT, [place.path, place.path, now])]


def holders(place: Place, now: datetime) -> list[tuple[UUID, str, str]]:
    """(pass, label of the door, path) of the cards of who lives in a place, in walking order."""
    return [(row[0], row[1], row[2]) for row in rows(AT, [now, place.path, place.path])]


def cards(several: Sequence[tuple[UUID, str, str]], *, now: datetime) -> list[Card]:
    """The cards of these passes; what cannot be minted any more is left out. Raises `pass.no_key`."""
    found = Pass.objects.in_bulk([id for id, _label, _path in several])
    labels = {id: label for id, label, _path in several}
    return cards_of([found[id] for id in labels if id in found], labels, now=now)


def cards_of(several: Sequence[Pass], labels: Mapping[UUID, str], *, now: datetime) -> list[Card]:
    """The same, of passes that are here already."""
    minted = mint_many(several, now=now)
    return [
        Card(code.token.name, labels[id], code.expires, code.text, id.hex[:8].upper())
        for id, code in ((one.id, minted[one.id]) for one in several if one.id in minted)
    ]


def as_card(one: Pass) -> Pass:
    """The pass as it is put on a card: its code lives as long as a card's."""
    one.form = Form.CARD
    return one
