"""Migrations that fill a column of rows that stood before it: as folding those rows' records anew does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.utils import timezone

from qiaomen.cli.tests.earlier import call, carry_rows, database
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.seals.models import Seal
from qiaomen.testing.world import World

pytestmark = pytest.mark.slow

SHOP = "alley 2号"
# Everything as it is now, but these packages as they stood before the columns came.
BEFORE = """
before = {"seals": "0004_source", "disinfection": "0002_step_asked"}
leaves = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in before]
executor.migrate([*leaves, *before.items()])
"""


@pytest.fixture
def earlier(tmp_path: Path) -> Iterator[str]:
    """A database whose seals and rounds lack the columns; its address."""
    with database("filling", BEFORE, data=tmp_path) as url:
        yield url


def told(
    world: World, kind: str, body: dict[str, object], *, label: str = SHOP, by: str = "headquarters"
) -> UUID:  # fmt: skip
    """A record at a door, accepted."""
    door, worker = world.doors[label], world.workers[by]
    verdict = desk.tell(kind, body, by=worker, now=timezone.now(), place=door.place_id, door=door.id)
    assert verdict.verdict == "accepted", (verdict.code, verdict.field)
    assert verdict.id is not None
    return verdict.id


def opened(world: World, finds: str = "") -> UUID:
    """A seal that was opened, of which somebody is told to knock; and what whoever knocked found."""
    until = timezone.now() + timedelta(days=3)
    seal = told(world, "seal", {"emergency": "120", "document": "7号", "until": until})
    told(world, "seal_event", {"seal": seal, "event": "opened"})
    if finds:
        told(world, "seal_event", {"seal": seal, "event": "asked", "finds": finds}, by="field")
        _as_of_before(seal)
    return seal


def _as_of_before(seal: UUID) -> None:
    """Whoever knocked had ended it, whatever they found: nobody was told after that."""
    asked = Record.objects.get(kind="seal_event", body__seal=str(seal), body__event="asked")
    Record.objects.filter(body__seal=str(seal), body__event="told", at__gte=asked.at).delete()
    Seal.objects.filter(id=seal).update(ask_since=None, ask_worker=None)


def test_columns_of_seals_and_rounds_are_filled_as_folding_anew_fills_them(
    world: World, earlier: str, tmp_path: Path
) -> None:
    for finds in ("", "nobody", "needs", "well"):
        opened(world, finds)
    told(world, "disinfection", {"area": 20}, label="1-1-101")
    desk.tell(
        "disinfection", {"area": 90}, by=world.workers["headquarters"], now=timezone.now(),
        place=world.places["building 2"].id,
    )  # fmt: skip
    carry_rows(earlier)
    checked = call(tmp_path, earlier, "-m", "qiaomen", "rebuild", "--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    with psycopg.connect(earlier) as new:
        asked = "SELECT finds, ask_since IS NOT NULL, cardinality(ask_told) FROM seals_seal ORDER BY 1"
        assert new.execute(asked).fetchall() == [
            ("", True, 1), ("needs", True, 1), ("nobody", True, 2), ("well", False, 0),
        ]  # fmt: skip
        behind = "SELECT area, behind_door FROM disinfection_done ORDER BY 1"
        assert new.execute(behind).fetchall() == [(20, True), (90, False)]
