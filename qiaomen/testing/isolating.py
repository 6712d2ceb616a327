"""Somebody who isolates at home, by the county's rules, from a record."""

from datetime import timedelta

from django.utils import timezone

from qiaomen.ledger import desk
from qiaomen.people.models import Person
from qiaomen.policy.models import Edition
from qiaomen.policy.records import Exposure
from qiaomen.policy.verifying import verify
from qiaomen.testing.policies import county_rules
from qiaomen.testing.world import World, fixed


def isolate(world: World, door: str) -> Person:
    """The first behind a door was in close contact with a case, one says and another verifies: they isolate now."""
    now = timezone.now()
    rules = {
        "outbreak": world.outbreak, "text": county_rules(days_ago=2), "name_zh": "县里的规定",
        "name_en": "The county's rules", "effective": now - timedelta(days=2), "published_at": now - timedelta(days=2),
    }  # fmt: skip
    Edition.objects.get_or_create(id=fixed("the rules that isolate"), defaults=rules)
    person = world.household(door)[0]
    said = Exposure(closeness="close", first=now - timedelta(days=1), last=now)
    stated = desk.tell("exposure", said, by=world.workers["headquarters"], now=now, person=person.id)
    assert stated.id is not None, stated.code
    verdict = verify(stated.id, person.id, by=world.workers["health"], now=now)
    assert verdict.verdict == "accepted", verdict.code
    return person
