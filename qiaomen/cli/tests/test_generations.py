"""After a restore the phones of everybody whose data lay in the backup send again, not only of whoever was named."""

import os
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest

from qiaomen.cli.commands import restore
from qiaomen.cli.districts.generations import Installation, installations
from qiaomen.cli.districts.registry import EMBEDDED, Cell, District, Registry

HERE = ("t_gen_north", "t_gen_south", "t_gen_moved", "t_gen_lost", "t_gen_alone")


@pytest.fixture
def city(tmp_path: Path) -> Registry:
    """Two districts in the cluster, one that moved away from it; a backup has one more, of nobody."""
    districts = {name: District(name, Cell(EMBEDDED, name, f"{name}_role"), 8001) for name in HERE[:2]}
    gone = Cell("second", "t_gen_moved", "t_gen_moved")
    districts["t_gen_moved"] = District("t_gen_moved", gone, 8003, former=Cell(EMBEDDED, gone.schema, gone.role))
    return Registry(tmp_path, {"second": "host=x"}, districts)


def _found(registry: Registry, own: dict[str, str]) -> tuple[dict[str, Installation], list[str]]:
    with psycopg.connect(os.environ["QIAOMEN_DATABASE_URL"]) as admin:
        for schema in HERE:
            admin.execute(f"CREATE SCHEMA {schema}".encode())
            admin.execute(f"CREATE TABLE {schema}.base_clock ()".encode())
        found, strange = installations(registry, admin, own)
        admin.rollback()
    return {one.name: one for one in found if one.data != registry.folder or own}, strange


def test_every_district_in_a_restored_cluster_is_found_and_who_is_not_in_the_registry_is_named(city: Registry) -> None:
    found, strange = _found(city, {})
    assert found.keys() == {"t_gen_north", "t_gen_south"}
    assert {"t_gen_lost", "t_gen_alone"} <= set(strange)
    assert "t_gen_moved" not in strange
    north = found["t_gen_north"]
    assert north.data == city.folder / "districts" / "t_gen_north"
    assert north.settings == {
        "QIAOMEN_DATABASE_OF": str(city.folder),
        "QIAOMEN_DATABASE_ROLE": "t_gen_north_role",
        "QIAOMEN_SCHEMA": "t_gen_north",
    }


def test_an_installation_that_is_alone_in_its_cluster_is_found_by_its_own_schema(tmp_path: Path) -> None:
    found, strange = _found(Registry(tmp_path), {"QIAOMEN_SCHEMA": "t_gen_alone"})
    assert found[""].data == tmp_path
    assert "t_gen_alone" not in strange


def test_each_begins_with_its_own_settings_and_none_of_whoever_restores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[list[str], dict[str, str]]] = []

    def run(line: list[str], *, env: dict[str, str], **_more: Any) -> "subprocess.CompletedProcess[str]":
        ran.append((line, env))
        return subprocess.CompletedProcess(line, 0)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setenv("QIAOMEN_SCHEMA", "t_other")
    assert Installation("north", tmp_path, {"QIAOMEN_DATABASE_OF": "x"}).begin() == 0
    [(line, env)] = ran
    assert line[-3:] == ["--data", str(tmp_path), "restored"]
    assert (env["QIAOMEN_DATABASE_OF"], "QIAOMEN_SCHEMA" in env) == ("x", False)


def test_who_could_not_begin_and_whose_keys_are_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Installation, "begin", lambda self: int(self.name == "south"))
    north, south = (Installation(name, tmp_path / name, {}) for name in ("north", "south"))
    north.data.mkdir()
    (north.data / "environment").write_text(f"# ours\nQIAOMEN_KEY_FILE={tmp_path / 'elsewhere.json'}\n")
    assert restore._begin([north], []) == 0
    assert restore._begin([north, south], []) == 1
    told = capsys.readouterr()
    assert str(tmp_path / "elsewhere.json") in told.out
    assert str(tmp_path / "south" / "keys" / "outbreaks.json") in told.out
    assert "phones of south" in told.err
    assert restore._begin([], ["t_lost"]) == 1
