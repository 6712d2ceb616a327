"""The small world is consistent, and the same in every run."""

from datetime import UTC, datetime

from qiaomen.access.models import Grant
from qiaomen.access.tokens import authenticate
from qiaomen.people.identity import open_identity
from qiaomen.people.idnumbers import read_id
from qiaomen.people.models import Identity, Person, Residence
from qiaomen.places.models import Door, DoorSpan
from qiaomen.testing.world import ORDER, World, fixed


def test_every_door_and_person_has_one_open_span(world: World) -> None:
    assert Door.objects.count() == DoorSpan.objects.filter(until_change=None).count() == 40
    assert Person.objects.count() == Residence.objects.filter(until_change=None).count() == len(world.people)


def test_every_identity_opens_and_its_number_is_valid(world: World) -> None:
    for identity in Identity.objects.select_related("person"):
        card = open_identity(world.outbreak.keys, identity.person_id, bytes(identity.sealed))
        reading = read_id(card.number)
        assert reading.issue == ""
        assert reading.sex == identity.person.sex
        assert card == world.identities[identity.person.name]


def test_ids_are_the_same_in_every_run(world: World) -> None:
    assert world.workers["field"].id == fixed("field")
    assert str(fixed("field")) == "b149daff-20db-5fe7-aad1-0084924f9781"


def test_each_token_speaks_for_its_worker(world: World) -> None:
    for key, token in world.tokens.items():
        assert authenticate(token).worker == world.workers[key].id


def test_field_workers_are_granted_their_zones_places_only(world: World) -> None:
    granted = Grant.objects.in_force(ORDER).filter(worker=world.workers["field"])
    assert {grant.place for grant in granted} == {world.places["compound"], world.places["alley"]}


def test_a_household_is_listed_in_register_order(world: World) -> None:
    assert [person.name for person in world.household("1-1-101")] == ["韩德福", "苏桂兰"]


def test_nobody_in_the_world_could_be_real(world: World) -> None:
    cards = world.identities.values()
    assert all(card.number.startswith("990000") for card in cards)
    assert all(phone.startswith("120") for card in cards for phone in card.phones)
    assert world.now < datetime.now(UTC)
