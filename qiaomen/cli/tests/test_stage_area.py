"""An area of exact figures: imported, swept by the drill to its end, and reported with these very figures."""

from pathlib import Path

import pytest
from django.utils import timezone

from qiaomen.access import logins
from qiaomen.base.models import Clock
from qiaomen.cli import stage, stage_area
from qiaomen.cli.tests.test_stage import drilled
from qiaomen.drill.areas import CAME_FROM, Area, Premises, make_area
from qiaomen.drill.truths import Journeys
from qiaomen.reports import freezing, queries

HAMLET = Area(
    title="hamlet", compounds=3, buildings=5, dwellings=40, lived_in=31, people=77, workers=8, communities=2,
    organisations=2, days=7, team_size=2, premises={"商铺": Premises(6, 9), "餐馆": Premises(3, 2)},
    journeys={"42": 3, "9902": 2}, watched=4,
)  # fmt: skip


@pytest.mark.slow
def test_what_the_drill_found_is_reported_figure_by_figure(db: None, key_file: Path, tmp_path: Path) -> None:
    Clock.objects.get_or_create(id=1)
    county = make_area(HAMLET)
    stage.build(tmp_path, invented=county, say=lambda line: None, sweep=stage_area.sweep(HAMLET))
    stage.make_logins()
    stage_area.bring_watched(HAMLET, lambda: county, tmp_path)
    done = drilled(hours=24 * 7, journeys=Journeys(CAME_FROM, HAMLET.journeys))
    assert (done.doors_closed, done.left_in_outboxes, done.doors_discovered) == (HAMLET.doors, 0, 0)
    totals = queries.totals(freezing.freeze(place=logins.district(), cut=timezone.now()))
    figures = {
        "compounds": 3, "buildings": 5, "households": 40, "inhabited": 31, "people": 88, "people_on_roll": 88,
        "shops": 6, "shop_staff": 9, "restaurants": 3, "restaurant_staff": 2, "to_knock": 49, "closed": 49, "gaps": 0,
        "from_other_province": 3, "from_other_city": 2, "came_back": 5, "rows_open": 4, "field_workers": 8,
    }  # fmt: skip
    assert {key: totals[key] for key in figures} == figures
