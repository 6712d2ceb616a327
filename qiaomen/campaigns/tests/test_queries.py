from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models import Sum
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from qiaomen.base import changes
from qiaomen.base.problems import Problem
from qiaomen.campaigns.models import Campaign, Roll, Tally, Target
from qiaomen.campaigns.queries import attention, coverage, lists, people
from qiaomen.campaigns.queries.area import Area, area, area_for, sweep_for, sweeps_for
from qiaomen.campaigns.queries.asking import ask
from qiaomen.campaigns.queries.lists import Wanted
from qiaomen.campaigns.queries.names import locate
from qiaomen.campaigns.states import Flag, Presence, State
from qiaomen.campaigns.tallies import COUNTS
from qiaomen.lists import actions
from qiaomen.lists.tests.lists_of import brought, only, row
from qiaomen.places.models import Place
from qiaomen.testing.moments import moments, seen
from qiaomen.testing.statements import sent
from qiaomen.testing.sweep import Phone
from qiaomen.testing.swept import campaign, phone
from qiaomen.testing.world import World

__all__ = ["campaign", "phone"]


@pytest.fixture
def whole(campaign: Campaign) -> Area:
    return area(campaign, [campaign.place.path])


def test_a_count_its_list_and_plain_sql_agree_at_every_moment(world: World, phone: Phone, whole: Area) -> None:
    for _moment in moments(world, phone):
        counts = coverage.coverage(whole)
        for name in (*(state.name.lower() for state in State), "fever", "returnee", "need", "symptom"):
            listed = lists.doors(Wanted(whole, name), limit=1000)
            assert len(listed) == counts[name], name
        assert len(lists.doors(Wanted(whole, "gap"), limit=1000)) == counts.gaps
        assert counts.gaps == Target.objects.filter(campaign_id=whole.campaign, state__lt=10).count()
        assert counts.closed + counts.gaps == counts["doors"] == len(world.doors)
        assert len(people.unaccounted(Wanted(whole), limit=1000)) == counts["unaccounted"]
        assert counts["unaccounted"] == Roll.objects.filter(presence=Presence.UNACCOUNTED).count()


def test_parts_of_every_sort_add_up_to_the_whole(world: World, phone: Phone, whole: Area) -> None:
    for _moment in moments(world, phone):
        total = coverage.coverage(whole)
        for parts in (
            coverage.coverage_by_child(whole, world.places["district"].path),
            coverage.coverage_by_kind(whole, kinds=["community"]),
            coverage.coverage_by_zone(whole),
            coverage.coverage_by_organisation(whole),
            coverage.coverage_by_team(whole),
        ):
            assert {name: sum(part.coverage[name] for part in parts) for name in COUNTS} == total


def test_places_of_a_kind_are_not_each_compared_with_all_others(whole: Area) -> None:
    kinds = {"kinds": ["community"]}
    with sent() as statements:
        coverage.coverage_by_kind(whole, **kinds)
    plan = "\n".join(row[0] for row in ask("EXPLAIN " + statements[-1], whole.parameters | kinds))
    assert "hashed SubPlan" in plan


def test_children_come_in_walking_order_with_their_own_counts(world: World, phone: Phone, whole: Area) -> None:
    phone.send([phone.visit(world.doors["1-1-102"].id, "absent")])
    parts = coverage.coverage_by_child(whole, world.places["compound"].path)
    assert [(part.name, part.coverage["absent"]) for part in parts] == [("1栋", 1), ("2栋", 0)]


def test_an_innermost_place_is_a_part_of_itself(world: World, whole: Area) -> None:
    (part,) = coverage.coverage_by_child(whole, world.places["alley"].path)
    assert (part.name, part.coverage["doors"]) == ("豆腐巷", 8)


def test_a_place_in_two_zones_counts_for_the_inner_one(world: World, whole: Area) -> None:
    world.zones["second"].zone_places.create(place=world.places["building 2"], ordinal=9)
    doors = {part.name: part.coverage["doors"] for part in coverage.coverage_by_zone(whole)}
    assert doors == {"第1责任区": 12 + 8, "第2责任区": 12 + 8}


@pytest.mark.parametrize("near", [1, 3, 500])
def test_pages_follow_each_other_without_loss_or_repetition(
    world: World, whole: Area, near: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "NEAR", near)
    all_at_once = [row.id for row in lists.doors(Wanted(whole, "doors"), limit=1000)]
    paged: list[UUID] = []
    while page := lists.doors(Wanted(whole, "doors"), after=paged[-1] if paged else None, limit=7):
        assert len(page) == 7 or len(paged) + len(page) == len(world.doors)
        paged += [row.id for row in page]
    assert paged == all_at_once
    assert sorted(paged) == sorted(door.id for door in world.doors.values())


def test_a_list_is_in_walking_order(world: World, whole: Area) -> None:
    walked = [row.id for row in lists.doors(Wanted(whole, "doors"), limit=1000)]
    assert walked == [door.id for door in sorted(world.doors.values(), key=lambda d: (d.place.walk, d.walk))]


def test_pages_of_people_follow_each_other(world: World, phone: Phone, whole: Area) -> None:
    phone.send([phone.visit(world.doors[door].id) for door in ("1-1-301", "1-1-102", "alley 3号")])
    rows = people.unaccounted(Wanted(whole), limit=1000)
    assert len(rows) == 5 + 3 + 3
    paged = people.unaccounted(Wanted(whole), limit=4)
    while more := people.unaccounted(Wanted(whole), after=(paged[-1].door, paged[-1].id), limit=4):
        paged += more
    assert paged == rows


def test_the_whole_list_is_the_pages_together(world: World, phone: Phone, whole: Area) -> None:
    list(moments(world, phone))
    assert [row for chunk in lists.all_doors(Wanted(whole)) for row in chunk] == lists.doors(Wanted(whole), limit=1000)
    everyone = [row for chunk in people.all_unaccounted(Wanted(whole)) for row in chunk]
    assert everyone == people.unaccounted(Wanted(whole), limit=1000)


def test_a_list_of_one_team_is_that_teams(world: World, campaign: Campaign, whole: Area) -> None:
    for key, expected in (("team 1", len(world.doors)), ("team 2", 0)):
        assert len(lists.doors(Wanted(whole, "gap", world.teams[key].id), limit=1000)) == expected


def test_a_list_says_who_has_a_fever(world: World, phone: Phone, whole: Area) -> None:
    first, second = world.household("1-1-101")
    ill = {"person": first.id, "presence": "seen", "answers": {"temperature": 37.9}}
    phone.send([phone.visit(world.doors["1-1-101"].id, people=[ill, {"person": second.id, "presence": "stated"}])])
    found = lists.doors(Wanted(whole, "fever"))
    people.add_flagged(whole.campaign, found, Flag.FEVER)
    assert [row.who for row in found] == [[first.name]]


def test_a_lead_sees_their_community_only(world: World, campaign: Campaign, phone: Phone) -> None:
    mine = area_for(world.workers["lead"], campaign)
    assert (mine.paths, mine.whole) == ((world.places["community"].path,), False)
    assert coverage.coverage(mine)["doors"] == 24
    assert {row.path[:27] for row in lists.doors(Wanted(mine), limit=1000)} == {world.places["community"].path}


def test_a_place_outside_ones_area_is_not_there(world: World, campaign: Campaign) -> None:
    with pytest.raises(Problem, match=r"access\.not_found"):
        area_for(world.workers["lead"], campaign, world.places["alley"])


def test_a_sweep_elsewhere_is_not_there(world: World, campaign: Campaign) -> None:
    campaign.place = world.places["north street"]
    campaign.save()
    assert sweeps_for(world.workers["lead"]) == []
    with pytest.raises(Problem, match=r"access\.not_found"):
        sweep_for(world.workers["lead"], campaign.id)


def test_where_something_is_leaves_out_what_everybody_knows(world: World, whole: Area) -> None:
    rows = lists.doors(Wanted(whole), limit=1)
    locate(rows)
    assert rows[0].where == "东门社区 翠湖小区 1栋 1单元"


def test_a_claim_waits_until_somebody_reviews_it(world: World, phone: Phone, whole: Area) -> None:
    door = world.doors["1-1-101"].id
    visit = phone.visit(door, "inaccessible")
    phone.send([visit])
    assert [(claim.door, claim.claim) for claim in attention.claims_to_review(whole)] == [(door, visit["id"])]
    body = {"campaign": whole.campaign, "claim": visit["id"], "accepted": True}
    (verdict,) = Phone(world.tokens["lead"], phone.campaign).send([phone.record("claim_review", door=door, body=body)])
    assert verdict["verdict"] == "accepted"
    assert attention.claims_to_review(whole) == []


def test_a_team_that_has_not_sent_for_an_hour_may_need_help(world: World, phone: Phone, whole: Area) -> None:
    now = timezone.now()
    (silent,) = attention.silent_teams(whole, now)
    assert (silent.id, silent.doors) == (world.teams["team 1"].id, len(world.doors))
    phone.send([phone.visit(world.doors["1-1-101"].id, "absent")])
    assert attention.silent_teams(whole, timezone.now()) == []
    assert len(attention.silent_teams(whole, timezone.now() + timedelta(hours=2))) == 1


def test_news_are_the_last_records_of_the_area(world: World, phone: Phone, campaign: Campaign, whole: Area) -> None:
    phone.send([phone.visit(world.doors["alley 1号"].id, "absent")])
    phone.send([phone.visit(world.doors["1-1-101"].id, people=seen(world, "1-1-101"))])
    assert [(one.label, one.outcome, one.people) for one in attention.newest(whole)] == [
        ("1-1-101", "answered", 2),
        ("1号", "absent", 0),
    ]
    assert [one.label for one in attention.newest(area_for(world.workers["lead"], campaign))] == ["1-1-101"]


def test_what_comes_of_a_row_of_a_list_is_no_news_of_a_sweep(world: World, phone: Phone, whole: Area) -> None:
    phone.send([phone.visit(world.doors["1-1-101"].id, "absent")])
    brought(world, row("韩德福", address="城关街道东门社区翠湖小区1栋"))
    verdict = actions.outcome(only(world), "elsewhere", by=world.workers["lead"])
    assert verdict.verdict == "accepted"
    assert [(one.kind, one.outcome) for one in attention.newest(whole)] == [("visit", "absent")]


def test_the_closed_by_the_hour_are_the_closed(world: World, phone: Phone, whole: Area) -> None:
    list(moments(world, phone))
    hourly = coverage.closed_by_hour(whole)
    assert sum(closed for _hour, closed in hourly) == coverage.coverage(whole).closed
    parts = coverage.coverage_by_child(whole, world.places["district"].path)
    lately = coverage.closed_lately(whole, parts, hourly[0][0])
    assert {p.path: sum(n for _h, n in lately.get(p.path, [])) for p in parts} == {
        p.path: p.coverage.closed for p in parts
    }


def test_a_page_takes_as_many_statements_whatever_its_length(
    world: World, whole: Area, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    (first,) = lists.doors(Wanted(whole), limit=1)
    for limit in (1, 1000):
        with django_assert_max_num_queries(5):  # the cursor's door, the tree's state, spots near and far, the page
            lists.doors(Wanted(whole), after=first.id, limit=limit)


def test_a_building_that_moves_is_walked_in_its_new_place(world: World, whole: Area) -> None:
    first = lists.doors(Wanted(whole), limit=1)[0]
    with changes.change("test") as change:
        Place.objects.filter(pk=world.places["building 1"].pk).update(walk="999", change=change.id)
    assert lists.doors(Wanted(whole), limit=1)[0].label == "2-1-101" != first.label


def test_attempts_are_never_counted_as_doors(world: World, phone: Phone, whole: Area) -> None:
    door = world.doors["1-1-101"].id
    phone.send([phone.visit(door, "absent", at=phone.now + timedelta(hours=n)) for n in range(3)])
    counts = coverage.coverage(whole)
    assert (counts["attempts"], counts["absent"]) == (3, 1)
    assert Tally.objects.aggregate(Sum("attempts"))["attempts__sum"] == 3
