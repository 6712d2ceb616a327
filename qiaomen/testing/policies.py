"""What the matrix needs of policy and following up: an edition in force, a risk area, something overdue."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

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


COUNTY = """
[edition]
policy = "county"
name = { zh = "县里的规定", en = "The county's rules" }
effective = %s

[measures.home]
name = { zh = "居家隔离", en = "home isolation" }
strength = 30
colour = "red"
isolates = true
where = "home"
checks_a_day = 2

[categories.contact]
name = { zh = "密接", en = "contacts" }

[categories.returnee]
name = { zh = "返乡人员", en = "returnees" }

[levels.high]
name = { zh = "高风险", en = "high risk" }

[[rules]]
id = "contact"
category = "contact"
reason = { zh = "密切接触者", en = "close contact" }
ground = { fact = "exposure", value = ["close"], verified = true }
phases = [{ measure = "home", days = 14 }]

[[rules]]
id = "from-high"
category = "returnee"
reason = { zh = "到过高风险区", en = "was in a high-risk area" }
ground = { fact = "stay", area = ["high"], verified = true }
phases = [{ measure = "home", days = 14, tests = [1, 14] }]
"""


def county_rules(*, days_ago: int) -> str:
    """The text of an edition that isolates contacts and returnees at home, in force since some days."""
    hour = timezone.localtime() - timedelta(days=days_ago)
    return COUNTY % hour.isoformat(timespec="seconds")


def ruled(world: World) -> Edition:
    """An edition of rules, in force, that asks little."""
    made = {"outbreak": world.outbreak, "text": TEXT, "name_zh": "规定", "name_en": "rules", "effective": NOW}
    return Edition.objects.get_or_create(id=fixed("edition of rules"), defaults={**made, "published_at": NOW})[0]


def risky(world: World, place: Place) -> RiskArea:
    """A risk area at a place."""
    made = {
        "outbreak": world.outbreak, "place": place, "level": "high", "since": NOW, "confirmed_at": NOW,
        "change": world.change,
    }  # fmt: skip
    return RiskArea.objects.get_or_create(id=fixed(f"risk {place.id}"), defaults=made)[0]


def overdue(world: World, person: UUID) -> Overdue:
    """A check of somebody that was missed."""
    made = {"person": person, "what": "check_missed", "at": NOW, "change": world.change}
    return Overdue.objects.get_or_create(id=fixed(f"overdue {person}"), defaults=made)[0]
