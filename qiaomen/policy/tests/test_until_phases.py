"""A phase that lasts until something was done, where that was done before it began."""

from qiaomen.policy import evaluate
from qiaomen.policy.compile import Chain
from qiaomen.policy.evaluate import Verdict
from qiaomen.policy.tests.facing import at, edition, fact
from qiaomen.testing.world import World, fixed

RULE = """ground = {fact = "stay", verified = true}
phases = [
  {measure = "watch", days = 3},
  {measure = "note", colour = "yellow", until = [{has = "result", value = ["negative"], from_day = 0}]},
]
"""


def verdict_of(world: World, name: str, text: str) -> Verdict | None:
    document = edition(RULE)
    chain: Chain = [(fixed("edition"), document.edition.effective, document)]
    found = evaluate.verdicts([world.people[name].id], now=at(text), editions=chain)
    return found[0] if found else None


def test_what_was_done_before_the_phase_began_ends_it_before_it_begins(world: World) -> None:
    name = next(iter(world.people))
    fact(world, name, "stay", "", "03-01 08:00", "03-10 08:00")
    fact(world, name, "result", "negative", "03-11 08:00")
    verdict = verdict_of(world, name, "03-12 12:00")
    assert verdict is not None
    assert (verdict.measure, verdict.until, verdict.due_end) == ("watch", at("03-14 00:00"), at("03-14 00:00"))
    assert verdict_of(world, name, "03-14 00:00") is None


def test_until_then_its_end_is_not_settled(world: World) -> None:
    name = next(iter(world.people))
    fact(world, name, "stay", "", "03-01 08:00", "03-10 08:00")
    for text, measure in (("03-12 12:00", "watch"), ("03-14 00:00", "note")):
        verdict = verdict_of(world, name, text)
        assert verdict is not None
        assert (verdict.measure, verdict.due_end) == (measure, None)
