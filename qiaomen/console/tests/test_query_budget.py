"""What a page asks the database does not grow with the data, and stays under a bound."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qiaomen.access import sessions
from qiaomen.testing.grown import fill, grow
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.undoing import undone
from qiaomen.testing.urls import Url, every_url, fills
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]
Counted = dict[tuple[str, str], int]
BOUND = 40
# Pages that show many kinds of thing at once.
BOUNDS = {"people/<uuid:person>/": 60, "families/<uuid:person>": 60}
# The first question about a team asks for names; the smaller world raises none.
FIRST = {"stuck": 1}
CAST = ("headquarters", "lead")


def pages() -> list[Url]:
    """Every page of the console that somebody may look at."""
    return [url for url in every_url() if not url.route.startswith(("api/", "field/", "static/"))]


def asked(world: World, clients: dict[str, Client], known: Counted | None = None) -> Counted:
    """How many statements each page takes for the first reader who may look, once whatever a process keeps is there:
    where the first look took more than is known of it, or nothing is known, the second one counts."""
    values = {name: fill.value for name, fill in fills(world, inside=True).items()}
    counted: Counted = {}
    for url in pages():
        for key, client in clients.items():
            page = url.route, key
            with undone():
                with CaptureQueriesContext(connection) as caught:
                    if client.get(url.filled(values)).status_code != 200:
                        continue
                if len(caught.captured_queries) > (known or {}).get(page, -1):
                    with CaptureQueriesContext(connection) as caught:
                        client.get(url.filled(values))
            counted[page] = len(caught.captured_queries)
            break
    return counted


def grown(world: World, *, times: int) -> World:
    grow(world, times=times)
    launch_sweep(world)
    fill(world, times=times)
    return world


@pytest.mark.slow
def test_what_a_page_asks_stays_the_same_however_much_there_is(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "NOTED", timedelta(days=1))  # else noted at one page in five minutes
    clients = {key: client_of(key) for key in CAST}
    with undone():
        small = asked(grown(world, times=1), clients)
    large = asked(grown(world, times=3), clients, small)
    assert len(small) > 60
    more = {
        page: (small[page], large.get(page))
        for page in small
        if large.get(page, 0) > small[page] + FIRST.get(page[0], 0)
    }
    beyond = {page: count for page, count in large.items() if count > BOUNDS.get(page[0], BOUND)}
    assert (more, beyond) == ({}, {})
