"""The compound of the map at the gate: the report says of it what the map and the poster say."""

import pytest

from qiaomen.atlas import counts
from qiaomen.base.changes import now_seq
from qiaomen.ledger.asof import as_of
from qiaomen.reports import counting, editions
from qiaomen.reports.counting import Cut
from qiaomen.testing.compound import CAME_BACK, LIVING, NEVER_LEFT, make_compound
from qiaomen.testing.world import NOW, World

WANTED = {"living": LIVING, "never_left": NEVER_LEFT, "came_back": CAME_BACK, "isolated_home": 3}


@pytest.mark.slow
def test_report_map_and_poster_count_the_same_people(world: World) -> None:
    compound = make_compound(world)
    figures = [one for one in editions.definition_now().figures if one.key in (*WANTED, "not_stated")]
    with as_of(seq=now_seq()):
        counted = counting.count(figures, Cut(compound.place.id, NOW))
    numbers = {key: sum(group.amount for group in groups) for key, groups in counted.items()}
    assert numbers == {**WANTED, "not_stated": LIVING - NEVER_LEFT - CAME_BACK}
    people = {member.person for member in counts.members(compound.place, "isolated")}
    assert {one.subject for group in counted["isolated_home"] for one in group.members()} == people
