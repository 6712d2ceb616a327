"""What a stated address names."""

import pytest

from qiaomen.lists.addresses import Gazetteer
from qiaomen.testing.world import World


@pytest.mark.parametrize(
    ("address", "community", "spot"),
    [
        ("城关街道东门社区翠湖小区1栋", "community", "building 1"),
        ("东门社区翠湖1栋2单元", "community", "community"),
        ("青石县城关街道東門社區翠湖小區1棟2單元201", "community", "stairwell 1-2"),
        ("东门社区居委会翠湖小区", "community", "compound"),
        ("西门社区豆腐巷3号", "west community", "alley"),
        ("河湾社区五组", "river community", "village group"),
        ("河湾社区5组12号", "river community", "village group"),
        ("翠湖小区2栋", "community", "building 2"),
        ("东门社区", "community", "community"),
        ("东门社区丽景湾9栋", "community", "community"),
        ("翠湖小区9栋", "community", "compound"),
        ("不详", None, None),
        ("", None, None),
    ],
)
def test_an_address_names_the_innermost_place_that_there_is(
    world: World, address: str, community: str | None, spot: str | None
) -> None:
    found = Gazetteer().named_by(address)
    ids = {place.id: key for key, place in world.places.items()}
    assert (found.community and ids[found.community.id]) == community
    assert (found.spot and ids[found.spot.id]) == spot


@pytest.mark.parametrize(
    ("address", "is_narrow"),
    [("东门社区翠湖小区1栋", True), ("西门社区豆腐巷", True), ("东门社区翠湖小区", False), ("东门社区", False)],
)
def test_a_building_or_an_alley_is_narrow_and_a_compound_is_not(world: World, address: str, is_narrow: bool) -> None:
    assert Gazetteer().named_by(address).is_narrow is is_narrow
