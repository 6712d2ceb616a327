"""What holds for whom: rules over facts, at a moment."""

from qiaomen.base.ids import new_id
from qiaomen.people.models import Alias, Person
from qiaomen.places.models import Place
from qiaomen.policy import evaluate
from qiaomen.policy.models import RiskArea
from qiaomen.policy.tests.facing import at, chain, edition, fact, held, verdict
from qiaomen.testing.world import World, fixed

# 周国庆, 谢丽敏 and 周一诺 live behind one door; 田志平 lives above, 殷祖德 alone in the alley.
CONTACT = """
ground = {fact = "exposure", value = ["close"], verified = true}
phases = [{measure = "central", days = 14}, {measure = "watch", days = 7}]
category = "contact"
"""
CASE = """
ground = {fact = "case"}
phases = [{measure = "central", while_ground = true}]
category = "case"
"""
LEVELS = """
[levels.high]
name = {zh = "高", en = "high"}
clears_after = 7
clears_to = "low"
[levels.low]
name = {zh = "低", en = "low"}
clears_after = 3
"""


def area(world: World, since: str, *, place: str = "", region: str = "", until: str = "", last_case: str = "") -> None:
    RiskArea.objects.create(
        outbreak=world.outbreak,
        place=world.places[place] if place else None,
        region=region,
        level="high",
        since=at(since),
        confirmed_at=at(since),
        until=at(until) if until else None,
        last_case_on=at(f"{last_case} 00:00").date() if last_case else None,
        change=world.change,
    )


def test_a_contact_walks_through_both_phases(world: World) -> None:
    fact(world, "田志平", "exposure", "close", "03-01 10:00", "03-01 18:00")
    first, second = (held(world, "田志平", now, edition(CONTACT)) for now in ("03-15 23:59", "03-16 00:00"))
    assert (first.measure, first.colour, first.until) == ("central", "red", at("03-16 00:00"))
    assert (second.measure, second.colour, second.until) == ("watch", "yellow", at("03-23 00:00"))
    assert first.due_end == second.due_end == at("03-23 00:00")
    assert (first.isolates, second.isolates, first.categories) == (True, False, ["contact"])
    assert verdict(world, "田志平", "03-23 00:00", edition(CONTACT)) is None


def test_an_exposure_that_nobody_has_verified_holds_for_nobody(world: World) -> None:
    fact(world, "田志平", "exposure", "close", "03-01 10:00", "03-01 18:00", verified=False)
    assert verdict(world, "田志平", "03-02 00:00", edition(CONTACT)) is None
    careless = CONTACT.replace(", verified = true", "")
    assert verdict(world, "田志平", "03-02 00:00", edition(careless)) is None


def test_a_reason_says_rule_edition_fact_day_and_since_when(world: World) -> None:
    told = fact(world, "田志平", "exposure", "close", "03-01 10:00", "03-01 18:00")
    found = held(world, "田志平", "03-02 12:00", edition(CONTACT))
    (reason,) = found.reasons
    assert (reason.rule, reason.fact, reason.day0, reason.phase, reason.kept) == ("r1", told, "2020-03-01", 1, False)
    assert (reason.edition, reason.since) == (found.edition, at("03-01 00:00"))


def test_the_clock_of_an_exposure_that_goes_on_has_not_started(world: World) -> None:
    fact(world, "田志平", "exposure", "close", "03-01 10:00")
    found = held(world, "田志平", "04-20 00:00", edition(CONTACT))
    assert (found.measure, found.until, found.due_end, found.reasons[0].day0) == ("central", None, None, "")


def test_living_with_a_case_keeps_the_clock_from_starting_whatever_was_said_of_the_last_contact(world: World) -> None:
    ill = world.people["周一诺"].id
    fact(world, "周一诺", "case", "confirmed", "03-01 08:00")
    fact(world, "周国庆", "exposure", "close", "03-01 10:00", "03-02 10:00", other=ill)
    found = held(world, "周国庆", "03-20 10:00", edition(CONTACT))
    assert found.until is None
    fact(world, "周一诺", "apart", "hospital", "03-05 16:00")
    found = held(world, "周国庆", "03-10 10:00", edition(CONTACT))
    assert found.until == at("03-20 00:00")


def test_the_clock_starts_when_the_case_at_home_is_well_again(world: World) -> None:
    fact(world, "周一诺", "case", "confirmed", "03-01 08:00", "03-08 08:00")
    fact(world, "周国庆", "exposure", "close", "03-01 10:00", "03-02 10:00", other=world.people["周一诺"].id)
    found = held(world, "周国庆", "03-10 10:00", edition(CONTACT))
    assert found.until == at("03-23 00:00")
    before = held(world, "周国庆", "03-07 10:00", edition(CONTACT))
    assert before.until is None


def test_an_exposure_at_home_that_was_said_to_go_on_ends_with_the_parting_though_nobody_noted_it(world: World) -> None:
    fact(world, "周一诺", "case", "confirmed", "03-01 08:00")
    fact(world, "周国庆", "exposure", "close", "03-01 10:00", other=world.people["周一诺"].id)
    assert held(world, "周国庆", "03-04 10:00", edition(CONTACT)).until is None
    fact(world, "周一诺", "apart", "hospital", "03-05 16:00")
    assert held(world, "周国庆", "03-10 10:00", edition(CONTACT)).until == at("03-20 00:00")
    fact(world, "周国庆", "exposure", "close", "03-08 10:00", other=world.people["周一诺"].id)
    assert held(world, "周国庆", "03-10 10:00", edition(CONTACT)).until is None


def test_a_child_in_hospital_with_its_mother_is_not_parted_from_her(world: World) -> None:
    fact(world, "周一诺", "case", "confirmed", "03-01 08:00")
    fact(world, "谢丽敏", "exposure", "close", "03-01 10:00", "03-02 10:00", other=world.people["周一诺"].id)
    for person in ("周一诺", "谢丽敏"):
        fact(world, person, "apart", "hospital", "03-05 16:00")
    found = held(world, "谢丽敏", "03-10 10:00", edition(CONTACT))
    assert found.until is None


def test_a_case_that_was_discarded_lets_its_contacts_go(world: World) -> None:
    ill = world.people["周一诺"].id
    fact(world, "周一诺", "case", "suspected", "03-01 08:00")
    fact(world, "田志平", "exposure", "close", "03-01 10:00", "03-02 10:00", other=ill)
    policy = edition(CONTACT + CASE)
    assert verdict(world, "田志平", "03-04 10:00", policy) is not None
    fact(world, "周一诺", "case", "discarded", "03-03 08:00")
    assert verdict(world, "田志平", "03-04 10:00", policy) is None
    assert verdict(world, "周一诺", "03-04 10:00", policy) is None


def test_a_case_is_held_until_the_midnight_after_recovery(world: World) -> None:
    fact(world, "周一诺", "case", "confirmed", "03-01 08:00")
    ill = held(world, "周一诺", "03-20 10:00", edition(CASE))
    assert ill.until is None
    fact(world, "周一诺", "case", "confirmed", "03-01 08:00", "03-12 08:00")
    last = held(world, "周一诺", "03-12 23:59", edition(CASE))
    assert last.until == at("03-13 00:00")
    assert verdict(world, "周一诺", "03-13 00:00", edition(CASE)) is None


FATHER = """
ground = {fact = "stay", region = ["11"], verified = true}
phases = [{measure = "central", days = 14}]

ground = {fact = "stay", region = ["11"], verified = true, lives_with = "together"}
phases = [{measure = "home", days = 14}]

ground = {fact = "stay", region = ["11"], verified = true, lives_with = "parted"}
phases = [{measure = "watch", days = 14}]
"""


def test_the_father_is_right_before_and_after_separation(world: World) -> None:
    for person in ("谢丽敏", "周一诺"):
        fact(world, person, "stay", "train", "06-01 08:00", "06-12 08:00", region="110108")
    before = held(world, "周国庆", "06-17 12:00", edition(FATHER))
    assert (before.measure, before.until) == ("home", at("06-27 00:00"))
    for person in ("谢丽敏", "周一诺"):
        fact(world, person, "apart", "central", "06-18 16:00")
    after = held(world, "周国庆", "06-19 12:00", edition(FATHER))
    assert (after.measure, after.until) == ("watch", at("07-03 00:00"))
    daughter = held(world, "周一诺", "06-19 12:00", edition(FATHER))
    assert {(reason.measure, reason.until) for reason in daughter.reasons} == {
        ("central", at("06-27 00:00")),
        ("home", at("06-27 00:00")),
    }


def test_parting_from_somebody_whose_time_was_long_over_is_no_ground(world: World) -> None:
    fact(world, "谢丽敏", "stay", "train", "03-01 08:00", "03-02 08:00", region="110108")
    fact(world, "谢丽敏", "apart", "hospital", "06-18 16:00")
    assert verdict(world, "周国庆", "06-19 12:00", edition(FATHER)) is None


def test_a_stay_counts_while_its_region_had_the_level_and_some_days_before(world: World) -> None:
    rule = """
ground = {fact = "stay", area = ["high"], look_back = 7, verified = true}
phases = [{measure = "home", days = 14}]"""
    area(world, "03-10 12:00", region="1101", last_case="03-10")
    policy = edition(rule, levels=LEVELS)
    fact(world, "田志平", "stay", "train", "02-20 08:00", "03-02 20:00", region="110108")
    fact(world, "余静娟", "stay", "train", "02-20 08:00", "03-03 08:00", region="110108")
    fact(world, "殷祖德", "stay", "train", "03-18 00:00", "03-18 08:00", region="110108")
    fact(world, "秦超", "stay", "train", "03-12 08:00", "03-13 08:00", region="120000")
    assert verdict(world, "田志平", "03-11 10:00", policy) is None
    inside = held(world, "余静娟", "03-11 10:00", policy)
    assert inside.until == at("03-18 00:00")
    assert verdict(world, "殷祖德", "03-19 10:00", policy) is None
    assert verdict(world, "秦超", "03-19 10:00", policy) is None


def test_living_in_an_area_holds_until_it_is_lowered(world: World) -> None:
    rule = """
ground = {lives_in = ["high"]}
phases = [{measure = "home", while_ground = true}]

ground = {lives_in = ["low"]}
phases = [{measure = "note", while_ground = true}]"""
    area(world, "03-10 12:00", place="stairwell 1-1", last_case="03-11")
    policy = edition(rule, levels=LEVELS)
    assert verdict(world, "田志平", "03-10 11:59", policy) is None
    high = held(world, "田志平", "03-10 12:00", policy)
    low = held(world, "田志平", "03-19 00:00", policy)
    assert (high.measure, high.until) == ("home", at("03-19 00:00"))
    assert (low.measure, low.until) == ("note", at("03-22 00:00"))
    assert verdict(world, "田志平", "03-22 00:00", policy) is None
    assert verdict(world, "殷祖德", "03-12 12:00", policy) is None


def test_an_area_that_was_lifted_holds_nobody(world: World) -> None:
    rule = 'ground = {lives_in = ["high"]}\nphases = [{measure = "home", while_ground = true}]'
    area(world, "03-10 12:00", place="building 1", until="03-12 15:00")
    policy = edition(rule, levels=LEVELS)
    found = held(world, "田志平", "03-12 14:59", policy)
    assert found.until == at("03-12 15:00")
    assert verdict(world, "田志平", "03-12 15:00", policy) is None


def test_the_ring_round_a_case_is_measured_from_the_innermost_shape(world: World) -> None:
    square = [[113.0, 36.0], [113.001, 36.0], [113.001, 36.001], [113.0, 36.001], [113.0, 36.0]]
    shapes = {
        "building 1": {"type": "Polygon", "coordinates": [square]},
        "building 2": {"type": "Point", "coordinates": [113.0015, 36.0005]},
        "alley": {"type": "Point", "coordinates": [113.0025, 36.0005]},
    }
    for key, shape in shapes.items():
        Place.objects.filter(pk=world.places[key].pk).update(shape=shape)
    fact(world, "周一诺", "case", "confirmed", "03-01 08:00")
    rule = 'ground = {near_case = 100, count_from = "first"}\nphases = [{measure = "note", days = 7}]'
    near = [held(world, person, "03-02 00:00", edition(rule)) for person in ("周国庆", "秦超")]
    assert [one.until for one in near] == [at("03-09 00:00")] * 2
    assert verdict(world, "殷祖德", "03-02 00:00", edition(rule)) is None
    assert verdict(world, "周一诺", "03-02 00:00", edition(rule)) is None


def test_who_has_been_silent_for_three_days_is_grey(world: World) -> None:
    rule = """
ground = {silent = "report", silent_days = 3}
phases = [{measure = "note", while_ground = true, colour = "grey"}]"""
    fact(world, "田志平", "report", "self", "03-01 23:00")
    assert verdict(world, "田志平", "03-04 23:59", edition(rule)) is None
    found = held(world, "田志平", "03-05 00:00", edition(rule))
    assert (found.colour, found.until) == ("grey", None)
    fact(world, "田志平", "report", "self", "03-05 09:00")
    assert verdict(world, "田志平", "03-05 10:00", edition(rule)) is None


def test_a_merged_person_has_the_facts_of_both_ids(world: World) -> None:
    other = new_id()
    Alias.objects.create(id=other, canonical=world.people["田志平"].id, change=world.change)
    Person.objects.create(id=other, outbreak=world.outbreak, name="田", name_plain="田", change=world.change)
    world.people["twin"] = Person.objects.get(pk=other)
    fact(world, "twin", "exposure", "close", "03-01 10:00", "03-01 18:00")
    by_both = [
        evaluate.verdicts([person], now=at("03-02 00:00"), editions=chain(edition(CONTACT)))
        for person in (other, world.people["田志平"].id)
    ]
    assert by_both[0] == by_both[1] == evaluate.verdicts(None, now=at("03-02 00:00"), editions=chain(edition(CONTACT)))
    assert by_both[0][0].person == world.people["田志平"].id


def test_linked_are_contacts_their_contacts_and_households(world: World) -> None:
    fact(world, "田志平", "exposure", "close", "03-01 10:00", other=world.people["周一诺"].id)
    fact(world, "秦超", "exposure", "secondary", "03-01 10:00", other=world.people["田志平"].id)
    fact(world, "殷祖德", "exposure", "secondary", "03-01 10:00", other=world.people["秦超"].id)
    found = evaluate.linked([world.people["周一诺"].id], now=at("03-02 00:00"), editions=chain(edition(CONTACT)))
    names = {"周国庆", "谢丽敏", "周一诺", "田志平", "余静娟", "田语桐", "秦超"}
    assert found == {world.people[name].id for name in names}


def test_nobody_is_evaluated_for_nobody(world: World) -> None:
    assert evaluate.verdicts([], now=at("03-02 00:00"), editions=chain(edition(CONTACT))) == []
    assert evaluate.verdicts([fixed("stranger")], now=at("03-02 00:00"), editions=[]) == []
