"""A list colours nobody: only what somebody has verified does."""

import msgspec
from django.utils import timezone

from qiaomen.lists import actions
from qiaomen.lists.history import history
from qiaomen.lists.tests.lists_of import RAILWAY, brought, only, row
from qiaomen.policy.models import Standing
from qiaomen.policy.tests.facing import MEASURES
from qiaomen.policy.tests.saying import Saying
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import World

FROM_THE_CAPITAL = f"""
[edition]
policy = "test"
name = {{zh = "试", en = "test"}}
effective = 2020-03-20T20:00:00+08:00
{MEASURES}
[categories.returnee]
name = {{zh = "外地返回", en = "came back"}}
[[rules]]
id = "capital"
reason = {{zh = "来自首都", en = "from the capital"}}
category = "returnee"
ground = {{fact = "stay", region = ["11"], look_back = 14, verified = true}}
phases = [{{measure = "home", days = 14}}]
"""
HOME = "城关街道东门社区翠湖小区1栋"


def listed(world: World) -> None:
    """韩德福 came from the capital today, says a list."""
    Saying(world).publish(FROM_THE_CAPITAL, now=timezone.now())
    today = timezone.localdate()
    brought(world, row("韩德福", address=HOME, arrived=today), about=msgspec.structs.replace(RAILWAY, dated=today))


def colour(world: World) -> str:
    found = Standing.objects.filter(person=world.people["韩德福"].id).first()
    return found.colour if found else "green"


def test_a_list_colours_nobody_until_its_row_is_verified(world: World) -> None:
    listed(world)
    assert (only(world).state, colour(world)) == ("linked", "green")
    actions.outcome(only(world), "verified", by=world.workers["lead"])
    assert colour(world) == "red"
    assert_rebuild_agrees()


def test_an_outcome_taken_back_takes_its_colour_back(world: World) -> None:
    listed(world)
    lead = world.workers["lead"]
    actions.outcome(only(world), "verified", by=lead)
    [step] = history(only(world).id)
    actions.take_back(only(world), step.id, by=lead, reason="认错人")
    assert (only(world).state, colour(world)) == ("linked", "green")


def test_a_link_denied_after_it_was_verified_frees_the_person_at_once(world: World) -> None:
    listed(world)
    lead = world.workers["lead"]
    actions.outcome(only(world), "verified", by=lead)
    actions.unlike(only(world), [world.people["韩德福"].id], by=lead)
    assert colour(world) == "green"
    assert_rebuild_agrees()


def test_nobody_alone_colours_people_by_a_list(world: World) -> None:
    listed(world)
    who_brought_it, in_the_field = world.workers["headquarters"], world.workers["field"]
    for alone, code in ((who_brought_it, "lists.other_verifies"), (in_the_field, "fact.needs_decider")):
        verdict = actions.outcome(only(world), "verified", by=alone)
        assert (verdict.verdict, verdict.code) == ("rejected", code)
    assert (only(world).state, colour(world)) == ("linked", "green")
