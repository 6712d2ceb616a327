"""A tube's result is its members' result; a positive one of several people makes nobody a case."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from qiaomen.people.models import Fact
from qiaomen.sampling import queries_samples
from qiaomen.sampling.models import Result
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.tested import answered, sampled, taken_back
from qiaomen.testing.world import NOW, World
from qiaomen.tools.vendor import PROJECT

TEN = "pool_10"


@pytest.fixture
def town(world: World) -> Iterator[World]:
    """The world; at the end rebuilding must agree."""
    yield world
    assert_rebuild_agrees()


def results(world: World) -> dict[str, str]:
    names = {person.id: name for name, person in world.people.items()}
    return {names[one.person]: one.result for one in Result.objects.all()}


def facts() -> list[str]:
    return sorted(Fact.objects.filter(kind="result").values_list("value", flat=True))


def test_who_decides_for_one_community_answers_for_no_tube(town: World) -> None:
    sampled(town, [next(iter(town.people.values())).id], "T1")
    refused = answered(town, "T1", "positive", by="lead", place=town.places["community"].id)
    assert (refused.verdict, refused.code) == ("rejected", "record.outside_grant")
    assert (results(town), facts()) == ({}, [])


def test_a_negative_pool_is_each_members_result(town: World) -> None:
    people = list(town.people.values())[:3]
    sampled(town, [one.id for one in people], "T1", holds=TEN)
    assert answered(town, "T1", "negative").verdict == "accepted"
    assert results(town) == {one.name: "negative" for one in people}
    assert facts() == ["negative"] * 3


def test_who_comes_late_to_an_answered_tube_has_its_result_too(town: World) -> None:
    one, other = list(town.people.values())[:2]
    sampled(town, [one.id], "T1", holds=TEN)
    answered(town, "T1", "negative")
    sampled(town, [other.id], "T1", holds=TEN, at=NOW + timedelta(hours=1))
    assert set(results(town)) == {one.name, other.name}


def test_a_positive_pool_opens_retests_by_name_and_makes_nobody_a_case(town: World) -> None:
    people = list(town.people.values())[:3]
    sampled(town, [one.id for one in people], "T1", holds=TEN)
    answered(town, "T1", "positive")
    assert results(town) == {}
    assert facts() == []
    found = queries_samples.retests(town.workers["lead"])
    assert {(one.name, one.state) for one in found} == {(one.name, "open") for one in people}


def test_the_retests_walk_to_one_person(town: World) -> None:
    ill, *well = list(town.people.values())[:3]
    sampled(town, [ill.id, *(one.id for one in well)], "T1", holds=TEN)
    answered(town, "T1", "positive")
    for number, one in enumerate([ill, *well]):
        sampled(town, [one.id], f"S{number}", at=NOW + timedelta(hours=8))
        answered(town, f"S{number}", "positive" if one is ill else "negative", at=NOW + timedelta(hours=12))
    assert results(town) == {ill.name: "positive", **{one.name: "negative" for one in well}}
    assert {one.name: one.state for one in queries_samples.retests(town.workers["lead"])} == results(town)


def test_who_is_to_be_tested_alone_is_as_the_phones_cases_say(town: World) -> None:
    said = json.loads((PROJECT / "contracts/tubes.json").read_text("utf-8"))["retests"]
    start, people = NOW - timedelta(hours=said["pooled"]), list(town.people.values())
    cases = list(zip(said["cases"], people, strict=False))
    assert len(cases) == len(said["cases"])
    sampled(town, [one.id for _case, one in cases], "T1", holds=TEN)
    for number, (case, one) in enumerate(cases):
        for n, sample in enumerate(one_ for one_ in case["samples"] if one_["standing"] == "accepted"):
            at = start + timedelta(hours=sample["taken"])
            sampled(town, [one.id], f"S{number}{n}", holds=sample["holds"], at=at)
    answered(town, "T1", "positive", at=NOW + timedelta(hours=12))
    owed = {one.person for one in queries_samples.retests(town.workers["headquarters"], state="open")}
    assert owed == {one.id for case, one in cases if case["owed"]}


def test_what_a_laboratory_takes_back_was_nobodys_result(town: World) -> None:
    people = list(town.people.values())[:2]
    sampled(town, [one.id for one in people], "T1", holds=TEN)
    answer = answered(town, "T1", "negative")
    assert answer.id is not None
    assert taken_back(town, answer.id, by="health").verdict == "accepted"
    assert results(town) == {}
    assert facts() == []
    answered(town, "T1", "negative", at=NOW + timedelta(hours=9))
    assert set(results(town)) == {one.name for one in people}


def test_a_sample_taken_back_takes_its_result_along(town: World) -> None:
    one, other = list(town.people.values())[:2]
    wrong, _right = sampled(town, [one.id, other.id], "T1", holds=TEN)
    answered(town, "T1", "negative")
    assert taken_back(town, wrong).verdict == "accepted"
    assert set(results(town)) == {other.name}


def test_a_corrected_answer_corrects_the_results(town: World) -> None:
    one = next(iter(town.people.values()))
    sampled(town, [one.id], "S1")
    first = answered(town, "S1", "negative")
    answered(town, "S1", "positive", at=NOW + timedelta(hours=8), amends=first.id)
    assert results(town) == {one.name: "positive"}


def test_a_code_that_comes_again_a_month_later_is_another_tube(town: World) -> None:
    one = next(iter(town.people.values()))
    sampled(town, [one.id], "S1")
    answered(town, "S1", "positive", at=NOW + timedelta(days=30))
    assert results(town) == {}
