"""Reads of people's sealed identity. Who calls these has checked the right to, and writes down who looked."""

from collections.abc import Collection
from uuid import UUID

from qiaomen.base.keys import Keys
from qiaomen.people.identity import IdentityCard, open_identity
from qiaomen.people.models import Identity


def identities_of(keys: Keys, people: Collection[UUID]) -> dict[UUID, IdentityCard]:
    """The opened cards of these people, of those who have one. Raises `Unsealable`."""
    found = Identity.objects.filter(person__in=people).values_list("person_id", "sealed")
    return {person: open_identity(keys, person, bytes(sealed)) for person, sealed in found}
