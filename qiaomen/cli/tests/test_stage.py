"""The demo's stage: a small invented county through the real imports, and a drill on it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from qiaomen.access import logins
from qiaomen.access.enrolling import enrol
from qiaomen.access.models import Grant, Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import Clock, Outbreak
from qiaomen.base.problems import Problem
from qiaomen.campaigns.models import Campaign, Target
from qiaomen.campaigns.states import FIRST_CLOSED
from qiaomen.cli import stage, stage_outbreak
from qiaomen.drill.conduct import Orders, conduct, enrolled, keep_badges, read_badges
from qiaomen.drill.county import make_county
from qiaomen.drill.network import Faults
from qiaomen.drill.report import Report
from qiaomen.drill.run import Habits
from qiaomen.drill.scale import Scale
from qiaomen.drill.tests.test_drill import InProcess
from qiaomen.drill.truths import Journeys
from qiaomen.duty.models import Membership
from qiaomen.monitoring.models import Overdue
from qiaomen.places.models import Door
from qiaomen.policy.models import Standing
from qiaomen.reports import freezing, queries
from qiaomen.testing.world import World

SMALL = Scale(doors=120, people=288, towns=2, communities=3, compounds=6, zones=4, organisations=6, workers=24)

MIDDLING = Scale(doors=520, people=1250, towns=2, communities=4, compounds=4, zones=4, organisations=4, workers=60)


class Timed(InProcess):
    """In this process, and in no time."""

    latencies_s: tuple[float, ...] = ()


@pytest.fixture
def built(db: None, key_file: Path, tmp_path: Path) -> Campaign:
    Clock.objects.get_or_create(id=1)
    assert not stage.is_stage()
    stage.build(tmp_path, invented=make_county(scale=SMALL), say=lambda line: None)
    return Campaign.objects.get()


def drilled(*, hours: float, journeys: Journeys | None = None) -> Report:
    habits = Habits(pulls_every=None)
    orders = Orders(speed=1e9, hours=hours, faults=Faults(0, 0, 0), threads=0, habits=habits, journeys=journeys)
    field, leads = stage.codes(phones_a_team=1)
    badges = enrolled(field, leads, transport=Timed(), orders=orders)
    return conduct(badges, transport=Timed(), orders=orders, say=lambda line: None)


def test_every_door_of_the_county_is_imported_and_has_a_team(built: Campaign) -> None:
    assert stage.is_stage()
    assert Door.objects.count() == 120
    assert Target.objects.filter(campaign_id=built.id).count() == 120
    assert not Target.objects.filter(team_id="00000000-0000-0000-0000-000000000000").exists()
    assert Worker.objects.filter(organisation__isnull=False).count() == 24 + 3


def test_the_sweep_opened_hours_ago_and_authority_with_it(built: Campaign) -> None:
    assert built.opens_at < datetime.now(UTC) - timedelta(hours=14)
    assert not Grant.objects.exclude(since=built.opens_at).exists()


def test_visits_of_the_past_hours_count_and_none_is_held_or_refused(built: Campaign) -> None:
    done = drilled(hours=13)
    assert done.visits["answered"] > 0
    assert done.verdicts == {"accepted": sum(done.verdicts.values())}
    assert done.server_closed == Target.objects.filter(state__gte=FIRST_CLOSED).count() > 0
    assert done.left_in_outboxes == 0


@pytest.mark.slow
def test_the_forecast_before_the_launch_is_within_a_tenth_of_what_the_drill_takes(
    db: None, key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Clock.objects.get_or_create(id=1)
    monday = datetime(2022, 3, 21, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(stage, "opening", lambda now: monday)
    stage.build(tmp_path, invented=make_county(scale=MIDDLING), say=lambda line: None)
    done = drilled(hours=24 * 14)
    said = Campaign.objects.get().forecast["hours_99"]
    assert done.hours_to["99 %"] == pytest.approx(said, rel=0.1)
    assert done.forecast_hours_to["99 %"] == pytest.approx(said, rel=0.02)
    assert done.server_closed == done.doors + done.doors_discovered


def test_a_visitor_plays_somebody_whom_the_drill_does_not(built: Campaign) -> None:
    field, _leads = stage.codes(phones_a_team=1)
    guest = stage.guest()
    assert guest is not None
    assert guest.code not in field
    _token, enrolment = enrol(code=guest.code, device=new_id())
    assert Membership.objects.get(worker=enrolment.worker).team.number == guest.team
    stage.codes(phones_a_team=3)
    assert stage.guest() is None


def test_each_role_gets_a_login_and_a_new_password_the_next_time(built: Campaign) -> None:
    first, again = stage.make_logins(), stage.make_logins()
    assert [login.username for login in first] == [login.username for login in again]
    assert not {login.password for login in first} & {login.password for login in again}
    worker = Worker.objects.get(username="headquarters")
    assert worker.check_password(again[0].password)


def test_a_real_district_is_left_alone(world: World) -> None:
    with pytest.raises(Problem, match=r"demo\.not_empty"):
        stage.is_stage()
    assert Outbreak.objects.count() == 1


def test_tokens_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    keep_badges([], tmp_path / "phones.json")
    assert (tmp_path / "phones.json").stat().st_mode & 0o077 == 0
    assert read_badges(tmp_path / "phones.json") == []


@pytest.mark.slow
def test_a_county_opened_long_enough_ago_is_swept_to_its_end_and_reported(
    db: None, key_file: Path, tmp_path: Path
) -> None:
    Clock.objects.get_or_create(id=1)
    opened = stage.opening(timezone.now(), ago=timedelta(hours=24 * 7))
    stage.build(tmp_path, invented=make_county(scale=SMALL), say=lambda line: None, sweep=stage.Sweep(opened))
    registered = queries.totals(freezing.freeze(place=logins.district(), cut=timezone.now()))
    lived_in = ("compounds", "urban_villages", "resident_groups")
    assert sum(registered[kind] for kind in lived_in) == SMALL.compounds
    figures = {
        "streets": 2, "communities": 3, "zones": 4, "organisations": 6, "field_workers": 24,
        "doors": 120, "people": 288, "to_knock": 120, "closed": 0,
    }  # fmt: skip
    assert {key: registered[key] for key in figures} == figures
    done = drilled(hours=24 * 7)
    assert done.server_closed == done.doors + done.doors_discovered
    swept = queries.totals(freezing.freeze(place=logins.district(), cut=timezone.now()))
    closed = {"to_knock": done.server_closed, "closed": done.server_closed, "gaps": 0}
    assert {key: swept[key] for key in closed} == closed


def test_a_sweep_opens_at_eight_so_many_hours_ago_or_more() -> None:
    now = datetime(2022, 3, 24, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert stage.opening(now) == datetime(2022, 3, 23, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert stage.opening(now, ago=timedelta(hours=96)) == datetime(2022, 3, 20, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert stage.opening(now, ago=timedelta(hours=1)) == stage.opening(now)


def test_what_befalls_the_demos_county_befalls_one_of_one_community_too(
    db: None, key_file: Path, tmp_path: Path
) -> None:
    Clock.objects.get_or_create(id=1)
    county = make_county(scale=Scale.of(doors=100))
    stage.build(tmp_path, invented=county, say=lambda line: None)
    stage.make_logins()
    assert stage_outbreak.play(tmp_path, county=lambda: county, say=lambda line: None)
    assert {"hospital", "central"} <= set(Standing.objects.values_list("measure", flat=True))
    assert Overdue.objects.count() == 1
