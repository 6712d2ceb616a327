"""What the matrix needs of policy and following up: an edition in force, a risk area, something overdue."""

from uuid import UUID

from qiaomen.monitoring.models import Overdue
from qiaomen.places.models import Place
from qiaomen.policy.models import Edition, RiskArea
from qiaomen.testing.world import NOW, World, fixed

TEXT = """
[edition]
policy = "matrix"
name = { zh = "规定", en = "rules" }
effective = 2020-03-20T20:00:00+08:00
[measures.home]
name = { zh = "居家", en = "home" }
strength = 10
colour = "yellow"
[[rules]]
id = "stay"
reason = { zh = "外地返回", en = "came back" }
ground = { fact = "stay" }
phases = [{ measure = "home", days = 3 }]
"""


def ruled(world: World) -> Edition:
    """An edition of rules, in force, that asks little."""
    made = {"outbreak": world.outbreak, "text": TEXT, "name_zh": "规定", "name_en": "rules", "effective": NOW}
    return Edition.objects.get_or_create(id=fixed("edition of rules"), defaults={**made, "published_at": NOW})[0]


def risky(world: World, place: Place) -> RiskArea:
    """A risk area at a place."""
    made = {"outbreak": world.outbreak, "place": place, "level": "high", "since": NOW, "change": world.change}
    return RiskArea.objects.get_or_create(id=fixed(f"risk {place.id}"), defaults=made)[0]


def overdue(world: World, person: UUID) -> Overdue:
    """A check of somebody that was missed."""
    made = {"person": person, "what": "check_missed", "at": NOW, "change": world.change}
    return Overdue.objects.get_or_create(id=fixed(f"overdue {person}"), defaults=made)[0]
