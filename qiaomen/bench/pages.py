"""page_*: what the server takes for the main pages of the console, and how many statements each asks.

At county A (15,100 doors, two thirds of them visited, a report frozen) and, for those that look at all of a district,
with 1,000,000 doors. Median of several calls through the whole stack but the network; yardstick: the page that finds
nothing (404), so that what every request costs stands beside what the page costs.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from qiaomen.access.models import Grant, Worker
from qiaomen.base.ids import new_id
from qiaomen.base.sql import rows, run
from qiaomen.bench import ingest
from qiaomen.bench.district import District, token_hash
from qiaomen.bench.server import Processors
from qiaomen.ledger import desk
from qiaomen.places.models import Place
from qiaomen.reports.freezing import freeze
from qiaomen.reports.models import Report
from qiaomen.testing.statements import sent

# In a district for benchmarks everybody is called the same; where each looks like every other's double, pages about
# doubles and searches measure something else than a county.
NAMES: Any = """
UPDATE people_person
SET name = said.name, name_plain = said.name, pinyin = md5(id::text), initials = left(md5(id::text), 3)
FROM (SELECT id AS person, '某' || chr(19968 + abs(hashtext(id::text)) %% 5000)
             || chr(19968 + abs(hashtext(id::text || 'second')) %% 5000) AS name FROM people_person) said
WHERE id = said.person
"""
ROUNDS = 7
VISITED = 2 / 3
_PLACES = ("root", "place", "coverage", "teams", "map")
WHOLE = ("nothing", "overview", "wall", *_PLACES, "gaps", "helpers", "find", "people")
"""The pages that look at all of a district, or find one thing in it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: milliseconds of the clock and of the processors (ours and the database's), statements, bytes."""

    name: str
    ms: float
    cpu_ms: float
    queries: int
    size: int


def visit(district: District) -> None:
    """Two thirds of the doors are visited, by their teams' members at a desk."""
    batches, _people = ingest.calls(district, most=round(district.doors * VISITED))
    workers = {token_hash(worker.id): worker for worker in Worker.objects.filter(username=None)}
    for token, body in batches:
        by = workers[token_hash(UUID(token.removeprefix("bench-")))]
        desk.send(msgspec.json.decode(body)["records"], by=by, now=timezone.now())
    run(NAMES)
    run("ANALYZE")
    freeze(place=Place.objects.get(parent=None), cut=timezone.now())


def measure(*, whole: bool) -> Iterator[Page]:
    """The main pages for headquarters; with `whole` those that look at all of a district."""
    client = headquarters()
    for name, call in _calls(client):
        if not whole or name in WHOLE:
            yield _page(name, call)


def _calls(client: Client) -> Iterator[tuple[str, Callable[[], object]]]:
    community = Place.objects.filter(kind="community").order_by("path")[0]
    door = rows("SELECT d.id FROM places_door d JOIN ledger_record r ON r.door = d.id LIMIT 1") or rows(
        "SELECT id FROM places_door LIMIT 1"
    )
    person = rows("SELECT id, name FROM people_person LIMIT 1")
    yield "nothing", partial(client.get, f"/places/{new_id()}")
    yield "overview", partial(client.get, "/overview")
    yield "place", partial(client.get, f"/places/{community.id}")
    yield "root", partial(client.get, f"/places/{Place.objects.get(parent=None).id}")
    yield "wall", partial(client.get, "/wall")
    yield "coverage", partial(client.get, "/coverage")
    yield "teams", partial(client.get, "/coverage", {"by": "team"})
    yield "map", partial(client.get, "/map")
    yield "helpers", partial(client.get, "/helpers")
    yield "gaps", partial(client.get, "/gaps")
    yield "door", partial(client.get, f"/doors/{door[0][0]}")
    if person:
        yield "person", partial(client.get, f"/people/{person[0][0]}/")
    yield "people", partial(client.post, "/people/", {"q": person[0][1] if person else "某人"})
    yield "find", partial(client.post, "/find", {"q": "1-1-0101"})
    yield "episodes", partial(client.get, "/episodes")
    yield "duty", partial(client.get, "/duty")
    yield "refusals", partial(client.get, "/refusals")
    yield "campaigns", partial(client.get, "/campaigns")
    if report := Report.objects.first():
        yield "report", partial(client.get, f"/reports/{report.id}")


def _page(name: str, call: Callable[[], object]) -> Page:
    """Its median, after two calls that fill what a process keeps; the overview's fragments are made anew each time."""
    for _warm in range(2):
        call()
    times, processors = [], Processors()
    for _round in range(ROUNDS):
        cache.clear()
        begun, spent = time.perf_counter(), processors.spent()
        response = call()
        times.append(((time.perf_counter() - begun) * 1000, processors.spent() - spent))
    cache.clear()
    with sent() as statements:
        response = call()
    status, size = response.status_code, len(response.content)  # type: ignore[attr-defined]
    if status != (404 if name == "nothing" else 200):
        raise RuntimeError(f"{name} answers {status}")
    ms, cpu_ms = (sorted(column)[ROUNDS // 2] for column in zip(*times, strict=True))
    return Page(name, ms, cpu_ms, len(statements), size)


def headquarters() -> Client:
    root = Place.objects.get(parent=None)
    worker = Worker.objects.create_login(username="bench-pages", password=str(new_id()), name="headquarters")
    Grant.objects.create(worker=worker, place=root, role="headquarters", since=timezone.now())
    client = Client(SERVER_NAME="localhost")
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    return client
