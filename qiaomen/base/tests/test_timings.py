"""Answer times: by the URLconf's names, over all processes, without a statement, never in anybody's way."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from qiaomen.base.timings import BOUNDS_S, Answered, Counts, Times, of_routes, read
from qiaomen.testing.world import World

Signed = Callable[[str], Client]
ALIVE = Answered("console:alive", "read", 200)


@pytest.fixture
def counted(tmp_path: Path, settings: Settings) -> Path:
    settings.TIMINGS = tmp_path / "timings"
    return tmp_path / "timings"


def totals(folder: Path) -> dict[Answered, int]:
    return {answered: times.total for answered, times in read(folder).items()}


def test_answers_are_counted_by_the_name_of_their_route_and_what_has_none_is_other(
    world: World, counted: Path, client_of: Signed
) -> None:
    client = client_of("headquarters")
    assert client.get("/machine").status_code == 200
    assert client.get("/there/13900000000/nothing?q=张三").status_code == 404
    assert client.generic("BREW", "/healthz").status_code == 405
    found = totals(counted)
    assert found[Answered("console:machine", "read", 200)] == 1
    assert found[Answered("other", "read", 404)] == 1
    assert found[Answered("console:alive", "write", 405)] == 1
    assert not any(b"139000" in file.read_bytes() for file in counted.iterdir())


def test_counting_asks_the_database_nothing(
    db: None, counted: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        Client().get("/healthz")
    assert totals(counted) == {ALIVE: 1}


def test_processes_count_in_files_of_their_own_and_who_follows_a_dead_one_counts_on(tmp_path: Path) -> None:
    one, other = Counts(tmp_path), Counts(tmp_path)
    for counts in (one, other, one):
        counts.add(ALIVE, 0.02)
    one.close()
    third = Counts(tmp_path)
    third.add(ALIVE, 0.02)
    third.add(Answered("console:ready", "read", 503), 0.02)
    assert len(list(tmp_path.iterdir())) == 2
    assert totals(tmp_path) == {ALIVE: 4, Answered("console:ready", "read", 503): 1}
    assert read(tmp_path)[ALIVE].seconds == pytest.approx(0.08)
    other.close()
    third.close()


def test_who_cannot_write_its_counts_answers_all_the_same(db: None, tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "file").touch()
    settings.TIMINGS = tmp_path / "file" / "timings"
    assert Client().get("/healthz").status_code == 200


def test_a_share_of_answers_is_guessed_between_two_bounds() -> None:
    counts = [0] * (len(BOUNDS_S) + 1)
    counts[1], counts[4], counts[-1] = 80, 15, 5
    times = Times(tuple(counts), 1.0)
    assert times.within(0.4) == pytest.approx(0.0075)
    assert times.within(0.95) == pytest.approx(0.1)
    assert times.within(0.99) == BOUNDS_S[-1]


def test_figures_have_a_histogram_that_adds_up(world: World, counted: Path) -> None:
    counts = Counts(counted)
    for seconds in (0.004, 0.005, 0.3, 60.0):
        counts.add(ALIVE, seconds)
    counts.add(Answered("console:alive", "read", 503), 0.3)
    lines = Client().get("/metrics").content.decode().splitlines()
    counts.close()
    named = 'route="console:alive",method="read"'
    assert f'qiaomen_answers_total{{{named},status="200"}} 4' in lines
    assert f'qiaomen_answers_total{{{named},status="503"}} 1' in lines
    for bound, count in (("0.005", 2), ("0.25", 2), ("0.5", 4), ("30.0", 4), ("+Inf", 5)):
        assert f'qiaomen_answer_seconds_bucket{{{named},le="{bound}"}} {count}' in lines
    assert f"qiaomen_answer_seconds_count{{{named}}} 5" in lines
    assert f"qiaomen_answer_seconds_sum{{{named}}} 60.609000" in lines


def test_answers_of_a_route_are_added_up_whatever_they_were() -> None:
    counts = (1,) * (len(BOUNDS_S) + 1)
    several = {Answered("a", "read", 200): Times(counts, 1.0), Answered("a", "read", 404): Times(counts, 2.0)}
    assert of_routes(several) == {("a", "read"): Times((2,) * len(counts), 3.0)}
