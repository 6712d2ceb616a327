"""Rows of a list in the ledger: brought in once, followed up by records, stating what they may and no more."""

from typing import Any
from uuid import UUID

import pytest

from qiaomen.base.problems import Problem
from qiaomen.ledger.models import Record
from qiaomen.lists import actions
from qiaomen.lists.bringing import About
from qiaomen.lists.history import history
from qiaomen.lists.models import List, Row
from qiaomen.lists.queries import Rows, lists, numbers, of_person, open_rows, open_tasks, row_for, wanted_by
from qiaomen.lists.tests.lists_of import CAPITAL, RAILWAY, brought, only, row, seen_by
from qiaomen.people.models import Fact
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.desk import Desk
from qiaomen.testing.world import World

HOME = "城关街道东门社区翠湖小区1栋"


def known(world: World, **more: Any) -> None:
    """韩德福, by name and building."""
    brought(world, row("韩德福", address=HOME, **more))


def doubtful(world: World) -> None:
    """解军 or 周国庆, by a phone that is another's."""
    brought(world, row("解国庆", address=HOME, phones=tuple(world.identities["解军"].phones)))


def fact(world: World) -> tuple[UUID, str, str, bool]:
    found = Fact.objects.get(kind="stay")
    return found.person, found.region, found.value, found.verified


def test_a_list_comes_in_once_however_often_its_file_is_handed_in(world: World) -> None:
    rows = [row("韩德福", address=HOME), row("没有人", line=3, address="东门社区"), row("没有地方", line=4)]
    first, second = brought(world, *rows), brought(world, *rows)
    assert (dict(first.counts), first.before) == ({"linked": 1, "unknown": 2}, 0)
    assert (dict(second.counts), second.before) == ({}, 3)
    assert (Row.objects.count(), List.objects.count()) == (3, 1)


def test_of_two_lists_that_repeat_each_other_only_what_is_new_comes_in(world: World) -> None:
    brought(world, row("韩德福", address=HOME))
    later = brought(world, row("韩德福", line=7, address=HOME), row("没有人", line=8))
    assert (later.before, dict(later.counts)) == (1, {"unknown": 1})


def test_a_dry_run_says_the_same_and_writes_nothing(world: World) -> None:
    found = brought(world, row("韩德福", address=HOME), dry_run=True)
    assert dict(found.counts) == {"linked": 1}
    assert (Record.objects.count(), List.objects.count()) == (0, 0)


def test_only_who_decides_for_the_district_brings_lists_in(world: World) -> None:
    with pytest.raises(Problem, match=r"access\.not_found"):
        brought(world, row("韩德福"), by="lead")


def test_an_unknown_row_is_the_task_of_the_community_that_it_names_else_of_the_district(world: World) -> None:
    brought(world, row("没有人", address="东门社区翠湖小区1栋"), row("没有地方", line=3, address="不详"))
    assert [one.place for one in seen_by(world)] == [world.places["community"].id, world.places["district"].id]
    assert [one.spot_path for one in seen_by(world)] == [world.places["building 1"].path, ""]


def test_a_row_is_seen_by_its_community_and_not_by_another(world: World) -> None:
    brought(world, row("没有人", address=HOME), row("别处的人", line=3, address="河湾社区五组"))
    assert [one.line for one in seen_by(world, "lead")] == [2]
    assert len(seen_by(world)) == 2


def test_names_numbers_and_addresses_are_sealed(world: World) -> None:
    brought(world, row("赵不在册", id_number="99000019700101011X", phones=("12099999999",), address="某路9号"))
    for record in Record.objects.all():
        for secret in ("赵不在册", "99000019700101011X", "12099999999", "某路9号"):
            assert secret not in str(record.body)
            assert secret.encode() not in bytes(record.sealed or b"")


def test_an_opened_row_says_what_the_list_said(world: World) -> None:
    brought(world, row("没有人", address=HOME, phones=("12099999999",), sex=2, birth_year=1970))
    found = only(world)
    open_rows(world.outbreak.keys, [found])
    assert (found.said.name, found.said.address, found.said.phones) == ("没有人", HOME, ["12099999999"])
    assert (found.said.sex, found.said.birth_year) == (2, 1970)


def test_a_linked_row_states_an_unverified_stay_on_the_day_of_arrival(world: World) -> None:
    known(world, transport="train")
    assert fact(world) == (world.people["韩德福"].id, CAPITAL, "train", False)
    found = Fact.objects.get()
    assert found.at == found.until
    assert found.at.astimezone(world.now.tzinfo).isoformat() == "2020-03-18T00:00:00+08:00"


def test_a_doubtful_or_unknown_row_states_nothing(world: World) -> None:
    doubtful(world)
    brought(world, row("没有人", address=HOME))
    assert not Fact.objects.exists()


def test_the_stay_is_verified_once_the_row_is(world: World) -> None:
    known(world)
    actions.outcome(only(world), "verified", by=world.workers["lead"])
    assert fact(world)[3] is True


def test_a_row_that_is_wrong_states_nothing_any_more(world: World) -> None:
    known(world)
    actions.outcome(only(world), "wrong", by=world.workers["lead"])
    assert not Fact.objects.exists()


def test_a_contact_from_outside_is_an_exposure_and_no_stay(world: World) -> None:
    about = About("密接协查", "health", "contact", RAILWAY.dated)
    brought(world, row("韩德福", address=HOME), about=about)
    found = Fact.objects.get()
    assert (found.kind, found.value, found.region, found.verified) == ("exposure", "close", "", False)


def test_a_decision_links_and_taking_it_back_undoes_link_and_fact(world: World) -> None:
    doubtful(world)
    lead, person = world.workers["lead"], world.people["解军"].id
    actions.link(only(world), person, by=lead)
    assert (only(world).state, only(world).person, fact(world)[0]) == ("linked", person, person)
    [step] = history(only(world).id)
    actions.take_back(only(world), step.id, by=lead, reason="看错了")
    assert (only(world).state, only(world).person, Fact.objects.count()) == ("doubtful", None, 0)
    assert [one.counts for one in history(only(world).id)] == [False]
    assert_rebuild_agrees()


def test_when_a_decision_names_another_person_the_first_ones_stay_is_gone(world: World) -> None:
    known(world)
    actions.link(only(world), world.people["彭宇"].id, by=world.workers["lead"])
    assert fact(world)[0] == world.people["彭宇"].id


def test_none_of_them_makes_a_doubtful_row_a_task(world: World) -> None:
    doubtful(world)
    found = only(world)
    people = [UUID(one["person"]) for one in found.candidates]
    actions.unlike(found, people, by=world.workers["lead"])
    assert (only(world).state, only(world).candidates) == ("unknown", [])


def test_who_knocks_records_what_came_of_it_and_does_not_decide_who_it_is(desk: Desk) -> None:
    world, phone = desk.world, desk.phone("field")
    brought(world, row("没有人", address=HOME))
    place = world.places["building 1"].id
    outcome = {"row": only(world).id, "action": "outcome", "outcome": "not_found"}
    link = {"row": only(world).id, "action": "link", "person": world.people["彭宇"].id}
    first, second = phone.send([phone.record("list_row_step", place=place, body=body) for body in (link, outcome)])
    assert (first["verdict"], first["code"], second["verdict"]) == ("rejected", "record.forbidden_kind", "accepted")
    assert only(world).state == "not_found"


def test_a_row_of_another_place_is_nobodys_to_step_in(desk: Desk) -> None:
    world, phone = desk.world, desk.phone("field")
    brought(world, row("没有人", address="河湾社区五组"))
    body = {"row": only(world).id, "action": "tried"}
    [verdict] = phone.send([phone.record("list_row_step", place=world.places["building 1"].id, body=body)])
    assert (verdict["verdict"], verdict["code"]) == ("rejected", "record.outside_grant")


def test_who_knocks_has_the_open_rows_of_their_ground_as_tasks(world: World) -> None:
    brought(world, row("没有人", address=HOME), row("别处的人", line=3, address="河湾社区五组"))
    assert [one.line for one in open_tasks(world.workers["field"])[0:10]] == [2]
    actions.outcome(seen_by(world, "lead")[0], "elsewhere", by=world.workers["lead"])
    assert len(open_tasks(world.workers["field"])) == 0


def test_a_row_handed_on_is_the_other_communitys(world: World) -> None:
    brought(world, row("没有人", address=HOME))
    actions.hand_on(only(world), world.places["west community"].id, by=world.workers["lead"])
    assert only(world).place == world.places["west community"].id


def test_a_row_tells_what_is_due_and_since_when_it_is_overdue(world: World) -> None:
    known(world)
    found = only(world)
    assert found.next_at is not None
    late = wanted_by(world.workers["headquarters"], overdue_at=found.next_at.replace(year=found.next_at.year + 1))
    assert (len(Rows(late)), found.is_overdue(found.next_at)) == (1, False)


def test_a_person_has_all_rows_that_mean_them(world: World) -> None:
    known(world)
    brought(world, row("韩德福", line=9, address=HOME, arrived=None))
    person = world.people["韩德福"].id
    assert len(of_person(world.workers["headquarters"], person)) == 2


def test_the_numbers_of_a_list_are_those_of_its_rows(world: World) -> None:
    brought(world, row("韩德福", address=HOME), row("没有人", line=3, address=HOME), row("无处", line=4))
    hq = wanted_by(world.workers["headquarters"])
    [found] = lists(hq)
    assert (found.rows, found.open, found.unknown, found.doubtful) == (3, 3, 2, 0)
    assert numbers(hq) == {"linked": 1, "unknown": 2}
    assert [one.rows for one in lists(wanted_by(world.workers["lead"]))] == [2]


def test_outside_ones_area_a_row_does_not_exist(world: World) -> None:
    brought(world, row("别处的人", address="河湾社区五组"))
    with pytest.raises(Problem, match=r"access\.not_found"):
        row_for(world.workers["lead"], only(world).id)


def test_folding_all_anew_changes_nothing(world: World) -> None:
    known(world)
    doubtful(world)
    first, second = seen_by(world)
    lead = world.workers["lead"]
    actions.tried(first, by=lead)
    actions.link(second, world.people["解军"].id, by=lead)
    actions.outcome(row_for(lead, second.id), "verified", by=lead)
    actions.reopen(row_for(lead, second.id), by=lead)
    actions.take(first, lead.id, by=lead)
    assert_rebuild_agrees()
