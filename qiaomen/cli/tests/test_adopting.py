"""An installation that began alone becomes a district of a city: with every row and file, or not at all."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from qiaomen import postgres
from qiaomen.base.moved import left_behind
from qiaomen.cli.commands import district as command
from qiaomen.cli.districts import adopting, carrying, cells, moving
from qiaomen.cli.districts.errors import DistrictError
from qiaomen.cli.districts.generations import written
from qiaomen.cli.districts.registry import Cell, District, Registry, opened, read
from qiaomen.cli.districts.servers import joined, name_server
from qiaomen.cli.supervisor import right
from qiaomen.cli.tests.serving import Serving, bare, migrated, serving
from qiaomen.cli.tests.shared_servers import servers
from qiaomen.people.models import Person
from qiaomen.people.queries import identities_of
from qiaomen.testing.desk import Desk
from qiaomen.testing.photos import jpeg, photographed
from qiaomen.testing.reported import frozen

__all__ = ["bare", "migrated", "servers", "serving"]

pytestmark = pytest.mark.slow

NAME = f"alone{os.getpid()}"  # roles are one to a server, which other tests share

TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r'
"""
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
# What a process of the district finds: its people, a page of the report, a photo that only the keys open, its state.
READ = """
import json, django
django.setup()
from django.test import Client
from django.urls import reverse
from qiaomen.access.models import Worker
from qiaomen.base.models import Outbreak
from qiaomen.ledger.models import Record
from qiaomen.people.queries import identities_of
from qiaomen.people.models import Person
from qiaomen.reports.models import Report
from qiaomen.attachments.models import Upload
from qiaomen.ledger.rebuild import differences

def page(worker, name, *arguments):
    client = Client()
    client.force_login(Worker.objects.get(pk=worker), backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(name, args=arguments))

lead, headquarters = {lead!r}, {headquarters!r}
photo = Upload.objects.get()
door = Record.objects.get(pk=photo.record).door
people = [one.id for one in Person.objects.order_by("id")]
print(json.dumps({{
    "report": page(headquarters, "console:report", Report.objects.get().id).status_code,
    "photo": page(lead, "console:door_photo", door, photo.attachment).content.hex(),
    "records": Record.objects.count(),
    "identities": str(sorted(identities_of(Outbreak.objects.current().keys, people).items())),
    "differences": [str(one) for one in differences()],
}}))
"""


def said(line: str) -> None:
    """Nobody listens."""


@pytest.fixture
def city(tmp_path: Path, servers: dict[str, str]) -> Iterator[Registry]:
    """A city with one server, on which it has no district yet."""
    with opened(tmp_path / "city") as registry:
        name_server(registry, "a", servers["a"])
        yield registry
        for one in registry.districts.values():
            with joined(registry, one.cell.server) as server, server.administered() as admin:
                cells.remove(admin, one.cell)


def district() -> District:
    return District(NAME, Cell("a", NAME, NAME), 8001, title="青石县")


def carry_rows(url: str) -> None:
    """Write what this test's database holds into another one of the same version."""
    with psycopg.connect(make_conninfo(url, user="postgres"), autocommit=True) as old, connection.cursor() as now:
        old.execute("SET session_replication_role = replica")  # references in any order
        now.execute(TABLES)
        tables = [sql.Identifier(str(name)) for (name,) in now.fetchall()]
        old.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(tables)))
        for table in tables:
            read = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(table)
            write = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(table)
            with now.cursor.copy(read) as source, old.cursor().copy(write) as target:
                for part in source:
                    target.write(part)
        now.execute(SEQUENCES)
        for name, last in now.fetchall():
            old.execute("SELECT setval(%s::regclass, %s)", [f"public.{name}", last])


@pytest.fixture
def alone(serving: Serving, desk: Desk) -> Path:
    """An installation that began alone: an outbreak, a sweep with visits, a photo, a frozen report, and its keys."""
    phone = desk.phone()
    phone.send([phone.visit(desk.door(door), people=desk.everyone(door)) for door in ("1-1-101", "1-1-202")])
    photographed(desk.world, desk.world.doors["1-1-101"])
    frozen(desk.world)
    with postgres.running(serving.data_dir) as url:
        carry_rows(url)
    (serving.data_dir / "keys").mkdir(mode=0o700, exist_ok=True)
    shutil.copy(settings.KEY_FILE, serving.data_dir / "keys" / "outbreaks.json")
    (serving.data_dir / "environment").write_text("# ours\nQIAOMEN_PASS_HOURS=12\n")
    return serving.data_dir


def rows_of(folder: Path) -> int:
    with postgres.running(folder) as url, psycopg.connect(make_conninfo(url, user="postgres")) as admin:
        row = admin.execute("SELECT count(*) FROM public.ledger_record").fetchone()
    assert row is not None
    return int(row[0])


def test_an_installation_with_an_outbreak_under_way_is_read_and_folds_the_same_as_a_district(
    city: Registry, alone: Path, desk: Desk
) -> None:
    adopting.adopt(city, district(), alone, rebuild_check=False, say=said)
    data, records = city.data_dir(NAME), rows_of(alone)
    _is_locked(alone)
    assert left_behind(data) == f"public in {alone}"
    with pytest.raises(DistrictError, match="was adopted from"):
        moving.plan(city, city.districts[NAME], "b")
    assert adopting.confirm(city, city.districts[NAME]) == alone
    assert not left_behind(data)
    assert not (alone / "keys" / "outbreaks.json").exists()
    found = _read(data, desk)
    assert (found["report"], found["records"], found["differences"]) == (200, records, [])
    assert bytes.fromhex(found["photo"]) == jpeg()
    assert found["identities"] == str(sorted(identities_of(desk.world.outbreak.keys, people()).items()))
    assert written(data / "environment")["QIAOMEN_PASS_HOURS"] == "12"


def people() -> list[UUID]:
    return [one.id for one in Person.objects.order_by("id")]


def _read(data: Path, desk: Desk) -> dict[str, Any]:
    """What a process of the district finds in it, by its own settings and keys."""
    who = {key: str(desk.world.workers[key].id) for key in ("lead", "headquarters")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QIAOMEN_")}
    env = kept | written(data / "environment")
    env |= {"QIAOMEN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "qiaomen.settings"}
    line = [sys.executable, "-c", READ.format(**who)]
    done = subprocess.run(line, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _is_locked(folder: Path) -> None:
    """Nobody accepts anything there; rows and keys are as they were."""
    with postgres.running(folder) as url, pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(url)
    assert (folder / "keys" / "outbreaks.json").is_file()


class Killed(BaseException):
    """As if by the kernel: nothing tidies up."""


def _says_what_it_will_do(
    city: Registry, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command, of which nobody says that it may."""
    words = argparse.ArgumentParser()
    command.add_arguments(words)
    monkeypatch.setattr("sys.stdin", open(os.devnull))  # noqa: SIM115 - closed with the process
    assert command._adopt(city, words.parse_args(["adopt", NAME, "--from", str(folder), "--server", "a"])) == 1
    told = capsys.readouterr()
    assert f"1. lock the database of {folder}" in told.out
    assert "nothing was done" in told.err
    assert city.districts == {}


def _breaking(error: BaseException) -> Callable[..., None]:
    def broken(*_arguments: object) -> None:
        raise error

    return broken


def test_what_fails_leaves_the_installation_as_it_was_and_what_was_killed_is_begun_anew(
    city: Registry, serving: Serving, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = serving.data_dir
    _says_what_it_will_do(city, folder, capsys, monkeypatch)
    for breaks, is_undone in ((DistrictError("differs"), True), (Killed(), False)):
        with monkeypatch.context() as patch:
            patch.setattr(carrying, "copy", _breaking(breaks))
            with pytest.raises(type(breaks)):
                adopting.adopt(city, district(), folder, rebuild_check=False, say=said)
        assert (NAME not in read(city.folder).districts) == is_undone
        assert not city.data_dir(NAME).exists()
    adopting.adopt(city, district(), folder, rebuild_check=False, say=said)
    with joined(city, "a") as server, server.administered() as admin:
        admin.execute(f"UPDATE {NAME}.base_clock SET seq = seq + 2".encode())
    with pytest.raises(DistrictError, match="2 changes"):
        adopting.undo(city, city.districts[NAME], lose=False)
    assert adopting.undo(city, city.districts[NAME], lose=True) == folder
    with postgres.running(folder) as url, psycopg.connect(url) as own:
        assert own.execute("SELECT count(*) > 100 FROM public.django_migrations").fetchone() == (True,)
    with joined(city, "a") as server, server.administered() as admin:
        assert not cells.has_role(admin, NAME)
    assert read(city.folder).districts == {}


@pytest.mark.parametrize(
    "settings_, why",
    [
        ("QIAOMEN_DATABASE_URL=postgresql://elsewhere/x", "has QIAOMEN_DATABASE_URL"),
        ("QIAOMEN_SCHEMA=north", "in the schema north"),
        ("QIAOMEN_KEY_FILE={folder}/keys/ours.json", "leads back into that folder"),
    ],
)
def test_what_is_no_installation_of_its_own_is_not_adopted(
    city: Registry, tmp_path: Path, settings_: str, why: str
) -> None:
    folder = tmp_path / "alone"
    (folder / "postgres" / "cluster").mkdir(parents=True)
    (folder / "environment").write_text(settings_.format(folder=folder) + "\n")
    with pytest.raises(DistrictError, match=why):
        adopting.plan(city, district(), folder)


def test_one_that_is_served_one_without_a_database_and_one_of_a_taken_name_are_not_adopted(
    city: Registry, tmp_path: Path
) -> None:
    folder = tmp_path / "alone"
    folder.mkdir()
    with pytest.raises(DistrictError, match="no data directory of an installation"):
        adopting.plan(city, district(), folder)
    (folder / "postgres" / "cluster").mkdir(parents=True)
    held = right.claim(folder)
    with pytest.raises(DistrictError, match="being served by process"):
        adopting.plan(city, district(), folder)
    os.close(held)
    city.data_dir(NAME).mkdir(parents=True)
    with pytest.raises(DistrictError, match="of no district"):
        adopting.plan(city, district(), folder)
