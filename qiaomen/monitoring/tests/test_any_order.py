"""Records of one episode sent in any order and cut make the same episode."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.base.ids import new_id
from qiaomen.ledger import desk
from qiaomen.monitoring.models import CheckDone, Episode, Referred
from qiaomen.monitoring.tests.watch import Watch
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.desk import at

calm = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
QUESTION = new_id()
STORY: list[tuple[str, dict[str, Any]]] = [
    ("check", {"how": "seen", "temperature": 36.5}),
    ("call", {"outcome": "wavering", "questions": [{"id": QUESTION, "to": ["street", "cdc"]}]}),
    ("answer", {"question": QUESTION, "body": "street", "says": "no"}),
    ("check", {"how": "phone", "symptoms": ["fatigue"], "slot": "am"}),
    ("answer", {"question": QUESTION, "body": "cdc", "says": "no"}),
    ("episode_need", {"what": "medicine"}),
    ("call", {"outcome": "agreed", "promise_due": at(25, 9)}),
    ("measure_order", {"voluntary": False, "body": "street", "document": "7"}),
    ("release", {"step": "checked"}),
]


def state_after(watch: Watch, batches: list[list[dict[str, Any]]], *, rebuilt: bool = False) -> list[dict[str, Any]]:
    """What these batches make of the person, after which nothing of it remains."""
    with transaction.atomic():
        for batch in batches:
            if batch:
                desk.send(batch, by=watch.world.workers["lead"], now=at(23, 9))
        found = [row for table in (Episode, CheckDone, Referred) for row in table.objects.order_by("pk").values()]
        if rebuilt:
            assert_rebuild_agrees()
        transaction.set_rollback(True)
    return [{name: value for name, value in row.items() if name != "change"} for row in found]


@given(data=st.data())
@calm
def test_any_order_of_arrival_makes_the_same_episode(watch: Watch, data: st.DataObject) -> None:
    person = watch.person("解军")
    if not Episode.objects.exists():
        watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    records = [
        {"id": new_id(), "kind": kind, "device_at": at(22, 9) + timedelta(hours=hour), "person": person, "body": body}
        for hour, (kind, body) in enumerate(STORY)
    ]
    arrived, cut = data.draw(st.permutations(records)), data.draw(st.integers(0, len(records)))
    as_told = state_after(watch, [records])
    assert state_after(watch, [arrived[:cut], arrived[cut:]], rebuilt=cut == 1) == as_told
    assert len(as_told) == 4  # the episode, two checks, a referral
