"""Whom a row means: linked only when certain, offered when doubtful, nobody else."""

from typing import Any

from qiaomen.lists.addresses import Gazetteer
from qiaomen.lists.linking import Found, Stated, find
from qiaomen.people.identity import IdentityCard, seal_identity
from qiaomen.people.idnumbers import check_digit
from qiaomen.people.models import Alias, Identity, Person
from qiaomen.people.names import search_keys
from qiaomen.testing.world import World, fixed

HOME = "东门社区翠湖小区1栋"


def linked(world: World, name: str, address: str = "", **said: Any) -> Found:
    stated = Stated(name, where=Gazetteer().named_by(address), **said)
    [found] = find([stated], outbreak=world.outbreak.id, keys=world.outbreak.keys)
    return found


def offered(world: World, found: Found) -> list[str]:
    names = {person.id: name for name, person in world.people.items()}
    return [names[one.person] for one in found.candidates]


def number(world: World, name: str) -> str:
    return world.identities[name].number


def phones(world: World, name: str) -> list[str]:
    return world.identities[name].phones


def other_number() -> str:
    first_17 = "99000019700101011"
    return first_17 + check_digit(first_17)


def namesake(world: World, name: str, door: str) -> Person:
    keys = search_keys(name)
    return Person.objects.create(
        id=fixed(f"namesake {name}"),
        outbreak=world.outbreak,
        home_door=world.doors[door],
        name=name,
        name_plain=keys.plain,
        pinyin=keys.pinyin,
        initials=keys.initials,
        change=world.change,
    )


def test_the_id_number_of_somebody_whose_name_fits_is_certain(world: World) -> None:
    found = linked(world, "周国慶", id_number=number(world, "周国庆"))
    assert (found.link, found.certainty) == (world.people["周国庆"].id, "id")


def test_an_id_number_under_another_name_is_for_a_person_to_decide(world: World) -> None:
    found = linked(world, "钱小芳", id_number=number(world, "周国庆"))
    assert (found.link, offered(world, found)) == (None, ["周国庆"])


def test_a_phone_whose_holder_has_the_name_is_certain(world: World) -> None:
    found = linked(world, "彭宇", phones=phones(world, "彭宇"))
    assert (found.link, found.certainty) == (world.people["彭宇"].id, "phone")


def test_a_phone_of_the_household_is_enough_when_the_name_is_its_members(world: World) -> None:
    found = linked(world, "彭沐辰", phones=phones(world, "陶倩"))
    assert (found.link, found.certainty) == (world.people["彭沐辰"].id, "phone")


def test_a_phone_that_somebody_of_another_name_holds_links_nobody(world: World) -> None:
    found = linked(world, "钱小芳", phones=phones(world, "陶倩"))
    assert (found.link, offered(world, found)) == (None, ["陶倩"])


def test_a_name_that_only_sounds_the_same_is_not_certain_by_phone(world: World) -> None:
    found = linked(world, "桃倩", phones=phones(world, "陶倩"))
    assert (found.link, offered(world, found)[0]) == (None, "陶倩")


def test_a_phone_and_name_with_another_id_number_are_doubtful(world: World) -> None:
    found = linked(world, "彭宇", phones=phones(world, "彭宇"), id_number=other_number())
    assert (found.link, offered(world, found)[0]) == (None, "彭宇")


def test_the_only_one_of_a_name_in_the_building_named_is_certain(world: World) -> None:
    found = linked(world, "韓德福", HOME, sex=1)
    assert (found.link, found.certainty) == (world.people["韩德福"].id, "name_place")


def test_a_community_is_not_enough_to_be_certain(world: World) -> None:
    found = linked(world, "韩德福", "东门社区")
    assert (found.link, offered(world, found)) == (None, ["韩德福"])


def test_two_of_one_name_in_the_building_are_doubtful(world: World) -> None:
    namesake(world, "韩德福", "1-2-202")
    found = linked(world, "韩德福", HOME)
    assert (found.link, len(found.candidates)) == (None, 2)


def test_the_other_sex_or_another_year_of_birth_makes_a_name_doubtful(world: World) -> None:
    assert linked(world, "韩德福", HOME, sex=2).link is None
    assert linked(world, "韩德福", HOME, birth_year=1988).link is None


def test_a_name_and_building_are_doubtful_when_the_phone_is_somebody_elses(world: World) -> None:
    found = linked(world, "韩德福", HOME, phones=phones(world, "陶倩"))
    assert found.link is None
    assert offered(world, found)[0] == "韩德福"


def test_a_mistyped_name_is_offered_in_the_building_named(world: World) -> None:
    found = linked(world, "韩德禄", HOME)
    assert (found.link, offered(world, found)) == (None, ["韩德福"])


def test_the_year_of_the_id_number_finds_a_namesake_elsewhere(world: World) -> None:
    found = linked(world, "韩德福", "河湾社区五组", birth_year=1949)
    assert (found.link, offered(world, found)) == (None, ["韩德福"])


def test_a_name_alone_is_nobody(world: World) -> None:
    assert linked(world, "韩德福", "不详") == Found()


def test_two_ids_of_one_person_are_one(world: World) -> None:
    known = world.people["周国庆"]
    twin = namesake(world, "周国庆", "1-2-202")
    card = seal_identity(world.outbreak.keys, twin.id, IdentityCard(number=number(world, "周国庆")))
    Identity.objects.create(person=twin, sealed=card.sealed, id_hash=card.id_hash)
    Alias.objects.create(id=twin.id, canonical=known.id, change=world.change)
    found = linked(world, "周国庆", id_number=number(world, "周国庆"))
    assert (found.link, found.certainty) == (known.id, "id")


def test_an_id_number_of_one_and_the_phone_of_another_of_that_name_are_doubtful(world: World) -> None:
    namesake(world, "周国庆", "1-1-301")
    found = linked(world, "周国庆", id_number=number(world, "周国庆"), phones=phones(world, "陶倩"))
    assert (found.link, len(found.candidates)) == (None, 2)
