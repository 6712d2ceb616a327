"""The notice of typical cases: what was chosen and written stays where the page is shown again."""

from collections.abc import Callable
from uuid import UUID

from django.test import Client
from django.utils import timezone

from qiaomen.ledger import desk
from qiaomen.testing.world import World


def closed(world: World) -> UUID:
    """A finding at the gate, and that it was closed."""
    gate, now = world.places["gate"].id, timezone.now()
    told = desk.tell("finding", {"what": "gate_unmanned"}, by=world.workers["inspector"], now=now, place=gate)
    assert told.id is not None
    body = {"finding": told.id, "step": "closed", "is_right": True}
    assert desk.tell("finding_step", body, by=world.workers["lead"], now=now, place=gate).verdict == "accepted"
    return told.id


def test_a_notice_that_lacks_a_title_keeps_the_cases_that_were_chosen_and_their_words(
    world: World, client_of: Callable[[str], Client]
) -> None:
    chosen, other = closed(world), closed(world)
    form = {"title": "", "finding": str(chosen), f"words-{chosen}": "夜班 <无人> 交接。", f"words-{other}": "一样"}
    reply = client_of("lead").post("/findings/cases", form)
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "标题" in page
    assert "职务" not in page
    assert f'value="{chosen}" checked>' in page
    assert f'value="{other}">' in page
    assert ">夜班 &lt;无人&gt; 交接。</textarea>" in page
    assert ">一样</textarea>" in page


def test_a_notice_of_nothing_at_all_says_what_is_missing(client_of: Callable[[str], Client]) -> None:
    reply = client_of("lead").post("/findings/cases")
    assert reply.status_code == 422
    assert "案例" in reply.content.decode()
