"""An area of exact figures: imported, swept by the drill to its end, and reported with these very figures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from qiaomen.access import logins
from qiaomen.access.models import Worker
from qiaomen.base.models import Clock
from qiaomen.cli import stage, stage_area, stage_gates
from qiaomen.cli.tests.test_stage import drilled
from qiaomen.drill import county, gates, roster
from qiaomen.drill.areas import AREAS, CAME_FROM, Area, Premises, make_area
from qiaomen.drill.gates import Figures as AtGates
from qiaomen.drill.tests.test_checkpoint import InProcess, enrolled
from qiaomen.drill.truths import Journeys
from qiaomen.exchange.tables import Table, read_table
from qiaomen.exchange.workforce_load import import_organisations, import_workers
from qiaomen.exchange.zones_load import import_zones
from qiaomen.ledger.models import Record
from qiaomen.lists.models import Row
from qiaomen.monitoring.models import Episode
from qiaomen.people.models import Identity
from qiaomen.reports import freezing, queries
from qiaomen.testing.agreement import assert_rebuild_agrees

HAMLET = Area(
    title="hamlet", compounds=3, buildings=5, dwellings=40, lived_in=31, people=77, workers=8, communities=2,
    organisations=2, days=7, team_size=2, premises={"商铺": Premises(6, 9), "餐馆": Premises(3, 2)}, women=5,
    journeys={"42": 5, "9902": 2}, watched=4, at_gates=AtGates(vehicles=3, people=8, days=2, others=10),
)  # fmt: skip


@pytest.mark.slow
def test_what_the_drill_found_is_reported_figure_by_figure(db: None, key_file: Path, tmp_path: Path) -> None:
    Clock.objects.get_or_create(id=1)
    county = make_area(HAMLET)
    stage.build(tmp_path, invented=county, say=lambda line: None, sweep=stage_area.sweep(HAMLET))
    stage.make_logins()
    assert stage_area.bring_watched(HAMLET, lambda: county, tmp_path) == 4
    done = drilled(hours=24 * 7, journeys=Journeys(CAME_FROM, HAMLET.journeys, stage_area.known()))
    assert (done.doors_closed, done.left_in_outboxes, done.doors_discovered) == (HAMLET.doors, 0, 0)
    _at_gates()
    totals = queries.totals(freezing.freeze(place=logins.district(), cut=timezone.now()))
    figures = {
        "compounds": 3, "buildings": 5, "households": 40, "inhabited": 31, "people": 88, "people_on_roll": 88,
        "shops": 6, "shop_staff": 9, "restaurants": 3, "restaurant_staff": 2, "to_knock": 49, "closed": 49, "gaps": 0,
        "from_other_province": 5, "from_other_city": 2, "came_back": 7, "rows_open": 0, "followed_up": 4,
        "field_workers": 8, "field_women": 5, "gate_vehicles_turned_back": 3, "gate_people_turned_back": 8,
        "streets": 1, "communities": 2,
    }  # fmt: skip
    assert {key: totals[key] for key in figures} == figures
    assert_rebuild_agrees()


def _table(path: Path) -> Table:
    return read_table(path.read_bytes(), path.name)


def _at_gates() -> None:
    assert HAMLET.at_gates is not None
    posted = stage_gates.build(HAMLET.at_gates, now=timezone.now())
    assert posted is not None
    guards = enrolled(InProcess(), posted.codes)
    done = gates.play(HAMLET.at_gates, guards, InProcess(), until=posted.until, seed="1", threads=0)
    assert done.verdicts == {"accepted": done.records}


def test_town_es_373_workers_and_186_women_are_those_of_its_lists(db: None, key_file: Path, tmp_path: Path) -> None:
    Clock.objects.get_or_create(id=1)
    town = make_area(AREAS["town-e"])
    roster.write_zones(town.zones, tmp_path / county.ZONES)
    roster.write_organisations(town.organisations, tmp_path / county.ORGANISATIONS)
    roster.write_workers(town.organisations, tmp_path / county.WORKERS)
    import_zones(_table(tmp_path / county.ZONES))
    import_organisations(_table(tmp_path / county.ORGANISATIONS))
    import_workers(_table(tmp_path / county.WORKERS))
    report = freezing.freeze(place=logins.district(), cut=timezone.now())
    totals = queries.totals(report)
    assert (totals["field_workers"], totals["field_women"]) == (373, 186)
    assert sum(row.numbers["field_women"] for row in queries.rows(report) if row.kind == "community") == 186
    assert freezing.differing(report) == []


@pytest.fixture
def hamlet(db: None, key_file: Path, tmp_path: Path) -> Callable[[], int]:
    """A hamlet whose list from outside can be brought in; answers how many are followed from then on."""
    Clock.objects.get_or_create(id=1)
    county = make_area(HAMLET)
    stage.build(tmp_path, invented=county, say=lambda line: None, sweep=stage_area.sweep(HAMLET))
    stage.make_logins()
    return lambda: stage_area.bring_watched(HAMLET, lambda: county, tmp_path)


def test_whoever_is_on_the_list_is_verified_by_their_lead_and_followed_once(hamlet: Callable[[], int]) -> None:
    assert (hamlet(), hamlet()) == (4, 0)
    verified = set(Row.objects.filter(state="verified").values_list("person", flat=True))
    assert len(verified) == Row.objects.count() == 4
    episodes = Episode.objects.filter(state="open")
    assert set(episodes.values_list("person", flat=True)) == verified
    assert not episodes.filter(calls=0).exists()
    leads = set(Worker.objects.filter(duties__role="chief").values_list("id", flat=True))
    assert set(Record.objects.filter(kind="list_row_step").values_list("author", flat=True)) <= leads


def test_whoever_is_known_by_no_number_is_asked_and_followed_too(hamlet: Callable[[], int]) -> None:
    Identity.objects.update(id_hash=None)
    assert hamlet() == 4
    assert set(Row.objects.values_list("state", flat=True)) == {"verified"}
    assert Episode.objects.filter(state="open").count() == 4
