"""What befell the demo's county: every new room has life in it, and the sweep's counts are as before."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from qiaomen.access.models import Worker
from qiaomen.base.models import Clock
from qiaomen.campaigns.models import Tally
from qiaomen.cli import stage, stage_outbreak
from qiaomen.cli.tests.test_stage import MIDDLING
from qiaomen.drill.county import County, make_county
from qiaomen.lists.models import Row
from qiaomen.monitoring.models import Episode, Overdue
from qiaomen.monitoring.queries import followups
from qiaomen.monitoring.queries.cases import line_list
from qiaomen.policy import objections
from qiaomen.policy.models import Edition, RiskArea, Standing
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.undoing import undone


def nothing(_line: str) -> None:
    """Nobody listens."""


def counts() -> dict[str, int]:
    """The sweep's counts, whole district."""
    names = [field.name for field in Tally._meta.get_fields() if field.get_internal_type().endswith("IntegerField")]
    return dict(Tally.objects.aggregate(**{name: Sum(name) for name in names}))


@pytest.fixture(scope="module")
def folder(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Where the county of all tests lies, in one transaction that is undone at the end."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), undone():
        folder = tmp_path_factory.mktemp("county")
        patch.setattr(settings, "KEY_FILE", folder / "keys" / "outbreaks.json")
        Clock.objects.get_or_create(id=1)
        yield folder


@pytest.fixture(scope="module")
def built(folder: Path) -> County:
    county = make_county(scale=MIDDLING)
    stage.build(folder, invented=county, say=nothing)
    stage.make_logins()
    return county


@pytest.fixture(scope="module")
def before(built: County) -> dict[str, int]:
    """The sweep's counts before anything befell the county."""
    return counts()


@pytest.fixture(scope="module")
def all_played(built: County, before: dict[str, int], folder: Path) -> Iterator[County]:
    assert stage_outbreak.play(folder, county=lambda: built, say=nothing)
    yield built
    assert_rebuild_agrees()


@pytest.fixture
def played(all_played: County) -> Iterator[County]:
    """What a test does to it is undone."""
    with undone():
        yield all_played


def test_every_room_has_somebody_in_it(played: County) -> None:
    assert Edition.objects.get().name_zh.endswith("（示例）")
    assert {area.place is None for area in RiskArea.objects.all()} == {True, False}
    health, lead = Worker.objects.get(username="health"), Worker.objects.get(username="lead")
    assert len(line_list(health)) == 3
    families = followups(now=timezone.now(), worker=lead)
    assert len({row.door for row in families}) > 2
    assert sum(len(row.questions) for row in families) > 0
    assert objections.open_ones().count() == 1
    assert set(Standing.objects.values_list("colour", flat=True)) >= {"red"}
    assert Episode.objects.filter(transfer_state="planned").exists()
    assert not Episode.objects.filter(calls=0, last_check_at=None, state="open", due_end=None).exists()


@pytest.mark.parametrize("role", ["headquarters", "lead", "health", "inspector"])
def test_every_login_may_look_at_its_rooms(played: County, client: Client, role: str) -> None:
    client.force_login(Worker.objects.get(username=role))
    for room in ("overview", "episodes", "cases", "lists", "policy", "risk_areas", "objections"):
        assert client.get(reverse(f"console:{room}")).status_code == 200, room


def test_one_check_is_overdue_and_no_more(played: County) -> None:
    [overdue] = Overdue.objects.filter(settled_at=None)
    assert (overdue.what, overdue.seen_at) == ("check_missed", None)


def test_of_the_list_some_are_known_by_each_sign_and_some_are_nobody(played: County) -> None:
    found = Counter(Row.objects.values_list("certainty", flat=True))
    assert all(found[sign] > 0 for sign in ("id", "phone", "name_place", "")), found
    states = Counter(Row.objects.values_list("state", flat=True))
    assert states["unknown"] >= 3
    assert states["doubtful"] > 0
    assert states["verified"] == 6


def test_only_those_whose_row_a_lead_verified_came_under_a_measure(played: County) -> None:
    verified = set(Row.objects.filter(state="verified").values_list("person", flat=True))
    returned = set(Standing.objects.filter(categories__contains=["returnee"]).values_list("person", flat=True))
    assert returned == verified


def test_the_sweeps_counts_are_as_before(before: dict[str, int], played: County) -> None:
    assert before["doors"] == 520
    assert counts() == before


def test_it_is_not_played_twice(played: County, folder: Path) -> None:
    episodes = Episode.objects.count()
    assert not stage_outbreak.play(folder, county=lambda: played, say=nothing)
    assert Episode.objects.count() == episodes
    assert_rebuild_agrees()
