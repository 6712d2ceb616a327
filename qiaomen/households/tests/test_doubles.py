"""Suspected doubles are proposed by phone, name or sound, within what somebody sees, until somebody decides."""

from typing import Any
from uuid import UUID

from qiaomen.base.ids import new_id
from qiaomen.households.doubles import Twins, twins
from qiaomen.households.tests.told import merge, of
from qiaomen.people.models import Identity, Person
from qiaomen.people.names import search_keys
from qiaomen.testing.desk import Desk, at


def found(desk: Desk, door: str, **new: Any) -> UUID:
    """Somebody whom a phone found at a door."""
    person, phone = new_id(), desk.phone()
    phone.send([phone.visit(desk.door(door), people=[{"person": person, "presence": "seen", "new": new}])])
    return person


def signs(desk: Desk, worker: str = "lead", **asked: Any) -> list[tuple[str, ...]]:
    return [tuple(pair.signs) for pair in twins(desk.world.workers[worker], **asked)]


def test_one_name_year_and_sex_in_one_community_may_be_one_person(desk: Desk) -> None:
    found(desk, "1-2-202", name="彭宇", sex=1, birth_year=1984)
    assert signs(desk) == [("name",)]


def test_a_name_that_sounds_alike_with_the_same_year_may_be_one_person(desk: Desk) -> None:
    found(desk, "1-2-202", name="彭雨", sex=1, birth_year=1984)
    assert signs(desk) == [("sound",)]


def test_a_phone_and_a_name_make_one_proposal_and_come_first(desk: Desk) -> None:
    phone = desk.world.identities["彭宇"].phones[0]
    found(desk, "1-2-202", name="解军", sex=1, birth_year=1990)
    found(desk, "2-1-302", name="彭宇", sex=1, birth_year=1984, phones=[phone])
    assert signs(desk) == [("name", "phone"), ("name",)]


def test_a_family_that_shares_a_phone_is_not_one_person(desk: Desk) -> None:
    shared = Identity.objects.get(person_id=of(desk, "彭兴华")).phone_hashes
    Identity.objects.filter(person__home_door=desk.door("1-1-301")).update(phone_hashes=shared)
    assert signs(desk) == []


def test_another_year_or_sex_or_community_is_somebody_else(desk: Desk) -> None:
    found(desk, "1-2-202", name="彭宇", sex=1, birth_year=1985)
    found(desk, "2-1-302", name="彭宇", sex=2, birth_year=1984)
    keys = search_keys("彭宇")
    Person.objects.filter(id=of(desk, "麦松柏")).update(name_plain=keys.plain, pinyin=keys.pinyin, birth_year=1984)
    assert signs(desk) == signs(desk, "headquarters") == []


def test_what_was_decided_is_not_proposed_again_until_it_is_taken_back(desk: Desk) -> None:
    twin, lead = found(desk, "1-2-202", name="彭宇", sex=1, birth_year=1984), desk.phone("lead")
    parted = merge(lead, twin, of(desk, "彭宇"), same=False)
    lead.send([parted])
    assert signs(desk) == []
    lead.send([lead.record("void", at=at(21, 10), amends=parted["id"])])
    assert signs(desk) == [("name",)]


def test_who_was_joined_is_not_proposed_again(desk: Desk) -> None:
    twin, lead = found(desk, "1-2-202", name="彭宇", sex=1, birth_year=1984), desk.phone("lead")
    lead.send([merge(lead, twin, of(desk, "彭宇"))])
    assert signs(desk) == []


def test_one_file_has_its_own_proposals(desk: Desk) -> None:
    twin = found(desk, "1-2-202", name="彭宇", sex=1, birth_year=1984)
    found(desk, "2-1-302", name="解军", sex=1, birth_year=1990)
    [pair] = twins(desk.world.workers["lead"], of=[twin])
    smaller, larger = sorted([twin, of(desk, "彭宇")], key=lambda one: one.bytes)
    assert pair == Twins(smaller, larger, ["name"])


def test_nobody_is_proposed_to_whom_they_do_not_see(desk: Desk) -> None:
    found(desk, "1-2-202", name="彭宇", sex=1, birth_year=1984)
    assert signs(desk, "outsider") == []
