"""`qiaomen atlas`: a poster, all posters and outlines from the terminal."""

import json
import zipfile
from pathlib import Path

import pytest

from qiaomen.atlas import plans
from qiaomen.cli import main
from qiaomen.testing.world import World


def run(*words: str) -> int:
    """The command's own part; the database is the test's."""
    args = main._parser().parse_args(["atlas", *words])
    return int(args.module.run(args))


def test_posters_become_files_of_their_owners_alone(world: World, tmp_path: Path) -> None:
    one, all_of_them = tmp_path / "one.svg", tmp_path / "all.zip"
    assert run("poster", "翠湖小区", "--form", "svg", "--out", str(one)) == 0
    assert run("posters", "青石县", "--out", str(all_of_them)) == 0
    assert one.stat().st_mode & 0o077 == all_of_them.stat().st_mode & 0o077 == 0
    assert len(zipfile.ZipFile(all_of_them).namelist()) == 4


def test_outlines_become_the_plan(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ring = [[114.39, 30.51], [114.391, 30.51], [114.391, 30.511], [114.39, 30.51]]
    feature = {"properties": {"name": "1号楼"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    file = tmp_path / "outlines.geojson"
    file.write_text(json.dumps({"features": [feature]}))
    assert run("import", "翠湖小区", str(file), "--datum", "gcj02") == 0
    assert capsys.readouterr().out == "version 1: 1 buildings, 1 tied, 1 places not on the plan\n"
    [one] = plans.plan_of(world.places["compound"]).document.of_kind("building")
    assert one.place == world.places["building 1"].id
