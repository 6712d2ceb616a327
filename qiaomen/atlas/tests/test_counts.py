"""The compound of the map at the gate, rebuilt from records: screen, poster and lists agree."""

from datetime import timedelta

import pytest

from qiaomen.atlas.blocks import ground
from qiaomen.atlas.counts import GROUPS, cells, counts_of, living, members
from qiaomen.atlas.drawing import draw
from qiaomen.atlas.models import Copy
from qiaomen.atlas.plans import plan_of
from qiaomen.atlas.poster import data
from qiaomen.atlas.printed import svg
from qiaomen.monitoring.models import Episode
from qiaomen.people.models import Alias
from qiaomen.testing.compound import CAME_BACK, LIVING, NEVER_LEFT, Compound, make_compound
from qiaomen.testing.world import NOW, World


@pytest.fixture
def compound(world: World) -> Compound:
    return make_compound(world)


def test_screen_poster_and_list_of_the_compound_agree(compound: Compound) -> None:
    counts = counts_of(compound.place)
    seen = {group: getattr(counts, group).exact for group in GROUPS}
    assert seen == {
        "living": LIVING, "never_left": NEVER_LEFT, "came_back": CAME_BACK, "not_stated": 1876, "isolated": 3,
        "isolated_elsewhere": 0, "away": 0,
    }  # fmt: skip
    assert {group: len(members(compound.place, group)) for group in GROUPS} == seen
    sheet = data(compound.place, copy=Copy.INTERNAL, base="", reader=None, now=NOW)
    assert [one["text"] for one in sheet["figures"]] == ["2,113", "161", "76", "1,876"]
    assert sheet["isolated"]["text"] == "3"
    assert dict(living([compound.place.path])) == seen

    isolated = members(compound.place, "isolated")
    assert [(one.stairwell, one.floor) for one in isolated] == [("1", 9), ("2", 6), ("3", 4)]
    five = counts.blocks[compound.buildings[5].id]
    assert five.stacks == {"1单元": {9: 1}, "2单元": {6: 1}, "3单元": {4: 1}}
    assert [block for block, one in counts.blocks.items() if one.isolated.exact] == [compound.buildings[5].id]
    assert sum(cell.counts["isolated"] for cell in cells([compound.place.path])) == 3

    on_sheet = draw(plan_of(compound.place).document, counts, ground(compound.place))
    hot = [one for one in on_sheet.buildings if one.hot]
    assert [one.name for one in hot] == ["5号楼"]
    assert sorted(band.floor for band in hot[0].bands) == [4, 6, 9]
    assert [one.text for one in hot[0].callouts] == ["1", "1", "1"]
    said = {(one.note.text, one.label.text) for one in hot[0].callouts if one.note and one.label}
    assert said == {("1单元", "9 层"), ("2单元", "6 层"), ("3单元", "4 层")}

    public = counts_of(compound.place, Copy.PUBLIC)
    assert (public.living.text, public.isolated.text) == ("2,113", "<5")
    assert public.blocks[compound.buildings[5].id].isolated.text == "<5"
    drawn = draw(plan_of(compound.place).document, public, ground(compound.place))
    shown = svg(drawn, font="x")
    assert "单元" not in shown
    assert not any(one.bands for one in drawn.buildings)


def test_a_later_statement_and_a_move_and_a_second_id_change_the_counts(compound: Compound) -> None:
    stayed = members(compound.place, "never_left")[0]
    compound.say({stayed.person: "came_back"}, at=NOW + timedelta(hours=2))
    counts = living([compound.place.path])
    assert (counts["never_left"], counts["came_back"]) == (NEVER_LEFT - 1, CAME_BACK + 1)

    isolated = members(compound.place, "isolated")[0]
    Episode.objects.filter(person=isolated.person).update(where="site")
    counts = living([compound.place.path])
    assert (counts["isolated"], counts["isolated_elsewhere"], counts["living"]) == (2, 1, LIVING - 1)

    one, other = compound.people["1-1-101"][:2]
    first, second = sorted((one.id, other.id), key=lambda id: id.bytes)
    Alias.objects.create(id=second, canonical=first, change=compound.world.change)
    assert living([compound.place.path])["living"] == LIVING - 2
