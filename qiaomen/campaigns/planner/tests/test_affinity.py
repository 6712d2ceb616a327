"""Organisations to zones."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.campaigns.planner.affinity import quotas, zones_for
from qiaomen.campaigns.planner.split import shortest_longest
from qiaomen.campaigns.planner.work import Stretch, Walk, ZoneWork

works = st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=8), min_size=1, max_size=3).map(
    lambda zones: [ZoneWork(f"zone {n}", (Stretch("1", tuple(seconds)),)) for n, seconds in enumerate(zones)]
)


@given(works, st.integers(0, 3))
def test_no_other_share_of_teams_has_a_shorter_longest_workload(zones: list[ZoneWork], more: int) -> None:
    teams = len(zones) + more
    walks = [Walk(zone.stretches) for zone in zones]
    share = quotas(zones, teams)
    ours = max(shortest_longest(walk, share[zone.zone]) for zone, walk in zip(zones, walks, strict=True))
    splits = [split for split in product(range(1, teams + 1), repeat=len(zones)) if sum(split) == teams]
    assert sum(share.values()) == teams
    assert ours == min(max(map(shortest_longest, walks, split)) for split in splits)


def test_every_zone_with_doors_needs_a_team() -> None:
    zones = [ZoneWork("a", (Stretch("1", (1,)),)), ZoneWork("b", (Stretch("1", (1,)),)), ZoneWork("c", ())]
    assert quotas(zones, 2)["c"] == 0
    with pytest.raises(ValueError, match="needs a team"):
        quotas(zones, 1)


def test_an_organisation_goes_where_it_knows_its_way() -> None:
    known = {("school", "east"): 1.0, ("bank", "east"): 3.0}
    assert zones_for({"east": 4, "west": 4}, {"school": 4, "bank": 4}, known) == {"bank": "east", "school": "west"}


def test_strangers_go_where_most_teams_are_missing() -> None:
    assert zones_for({"east": 2, "west": 6}, {"small": 2, "large": 5}, {}) == {"large": "west", "small": "east"}
