"""Duties bring authority and take it away; the chain names who answers, and phones are read on the record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from qiaomen.access.audit import disclosures
from qiaomen.access.models import Audit, Grant
from qiaomen.access.roles import Role, Verb
from qiaomen.base.models import Change
from qiaomen.base.problems import Problem
from qiaomen.duty.actions import end_duty, end_grant, give_duty, give_grant
from qiaomen.duty.chain import backing_of, chain, chain_phones, links_below, teams_of
from qiaomen.duty.models import Duty, DutyRole
from qiaomen.testing.world import NOW, ORDER, World, worker_phone

HOUR = timedelta(hours=1)


def give(world: World, key: str, place: str, role: DutyRole = DutyRole.CADRE) -> Duty:
    return give_duty(
        worker=world.workers[key], place=world.places[place], role=role, by=world.workers["headquarters"], since=ORDER
    )


def test_a_cadre_leads_the_place_that_they_answer_for(world: World) -> None:
    duty = give(world, "inspector", "compound")
    assert world.workers["inspector"].may(Verb.DECIDE, world.places["stairwell 1-1"])
    assert not world.workers["inspector"].may(Verb.DECIDE, world.places["alley"])
    assert Change.objects.filter(id=duty.from_change).exists()


def test_authority_ends_with_the_duty(world: World) -> None:
    duty = give(world, "inspector", "compound")
    end_duty(duty=duty, by=None, until=NOW)
    grant = Grant.objects.get(source=duty.id)
    duty.refresh_from_db()
    assert (grant.until, duty.until) == (NOW, NOW)
    assert duty.until_change is not None


def test_a_duty_ends_once_and_never_before_it_began(world: World) -> None:
    duty = give(world, "inspector", "compound")
    end_duty(duty=duty, by=None, until=ORDER - HOUR)
    end_duty(duty=duty, by=None, until=NOW)
    duty.refresh_from_db()
    assert duty.until == ORDER


def test_a_property_manager_answers_without_authority(world: World) -> None:
    give(world, "gate", "building 1", DutyRole.PROPERTY)
    assert not Grant.objects.filter(worker=world.workers["gate"], role=Role.LEAD).exists()
    assert not world.workers["gate"].may(Verb.SEE)


def test_nobody_has_the_same_duty_twice_at_a_time(world: World) -> None:
    duty = give(world, "inspector", "compound")
    with pytest.raises(Problem, match=r"duty.already_given"):
        give(world, "inspector", "compound")
    with pytest.raises(IntegrityError, match="duty_duty_once_at_a_time"), transaction.atomic():
        Duty.objects.create(
            worker=duty.worker, place=duty.place, role=duty.role, since=ORDER - HOUR, from_change=world.change
        )


def test_giving_and_ending_are_in_the_audit(world: World) -> None:
    duty = give(world, "inspector", "compound")
    end_duty(duty=duty, by=world.workers["headquarters"])
    written = list(Audit.objects.filter(subject=duty.id).order_by("id").values_list("action", "worker"))
    assert written == [(action, world.workers["headquarters"].id) for action in ("duty.given", "duty.ended")]


def test_a_grant_by_hand_ends_by_hand_and_one_that_follows_does_not(world: World) -> None:
    grant = give_grant(worker=world.workers["gate"], role=Role.FIELD, place=world.places["alley"], by=None)
    with pytest.raises(Problem, match=r"access.grant_held"):
        give_grant(worker=world.workers["gate"], role=Role.FIELD, place=world.places["alley"], by=None)
    end_grant(grant=grant, by=None)
    assert not Grant.objects.in_force().filter(pk=grant.pk).exists()
    with pytest.raises(Problem, match=r"access.grant_follows"):
        end_grant(grant=Grant.objects.filter(source=world.zones["first"].id).earliest("id"), by=None)


def test_the_chain_runs_from_the_outermost_place_inwards(world: World) -> None:
    give(world, "field 3", "building 1", DutyRole.GRID_WORKER)
    give(world, "inspector", "community", DutyRole.LEADER)
    give(world, "gate", "building 1", DutyRole.PROPERTY)
    give(world, "health", "alley")
    links = chain(world.places["stairwell 1-1"])
    assert [(link.worker.name, link.place.name) for link in links] == [
        ("顾行远", "东门社区"),
        ("罗建军", "1栋"),
        ("邓大勇", "1栋"),
    ]
    assert [link.worker.name for link in links_below(world.places["community"])] == ["罗建军", "邓大勇"]


def test_the_chain_of_yesterday_is_still_known(world: World) -> None:
    duty = give(world, "inspector", "compound")
    end_duty(duty=duty, by=None, until=NOW)
    assert chain(world.places["compound"]) == []
    assert [link.duty for link in chain(world.places["compound"], at=NOW - HOUR)] == [duty.id]


def test_phones_of_the_chain_are_read_on_the_record(world: World) -> None:
    reader, asked = world.workers["lead"], [world.workers["gate"]]
    phones = chain_phones(world.places["compound"], asked, reader=reader, keys=world.outbreak.keys)
    assert phones == {world.workers["gate"].id: worker_phone("gate")}
    assert disclosures(subject=world.workers["gate"].id, worker=reader.id).count() == 1


@pytest.mark.parametrize(
    ("key", "place", "code"),
    [
        ("inspector", "compound", "access.forbidden"),
        ("lead", "alley", "access.not_found"),
    ],
)
def test_phones_of_colleagues_need_the_right_to_decide_there(world: World, key: str, place: str, code: str) -> None:
    with pytest.raises(Problem, match=code):
        chain_phones(world.places[place], [world.workers["gate"]], reader=world.workers[key], keys=world.outbreak.keys)
    assert not disclosures().exists()


def test_who_backs_and_who_knocks_is_known_for_every_place_of_a_zone(world: World) -> None:
    assert {backing.organisation.name for backing in backing_of(world.places["building 2"])} == {"县教育局", "县税务局"}
    assert [m.worker.name for m in teams_of(world.places["alley"])] == [
        "罗建军",
        "周启明",
        "孟小雨",
        "潘素云",
        "雷铁山",
    ]
