"""The build's id, by which static files are addressed; and the files of the build before, which stay served.

A page that was open while the server was updated asks for scripts of the build that drew it. So each build's files are
kept in the data directory when it is served, and the next build serves them beside its own.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

# Apart, because our own scripts travel without their comments, and libraries as they are (`base/packed.py`).
OWN, VENDOR = "own", "vendor"


def build_id(package: Path) -> str:
    """Twelve characters that change whenever a static file does."""
    digest = hashlib.sha256()
    for _kind, folder in _folders(package):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(str(file.relative_to(package)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def keep(package: Path, kept: Path) -> None:
    """Keep this build's files in the folder `kept`, and those of the build that was served before; older ones go."""
    own = kept / build_id(package)
    if not own.is_dir():
        half = kept / f"{own.name}.half"
        shutil.rmtree(half, ignore_errors=True)
        for kind, folder in _folders(package):
            if folder.is_dir():
                shutil.copytree(folder, half / kind, dirs_exist_ok=True)
        half.rename(own)
    os.utime(own)
    for old in _builds(kept)[2:]:
        shutil.rmtree(old, ignore_errors=True)


def earlier(kept: Path, current: str) -> list[tuple[str, Path]]:
    """(id, folder) of what other builds served, each folder's files at the root of their addresses."""
    builds = [build for build in _builds(kept) if build.name != current]
    return [(build.name, build / kind) for build in builds for kind in (OWN, VENDOR) if (build / kind).is_dir()]


def _builds(kept: Path) -> list[Path]:
    """What is kept, what was served last first."""
    found = [path for path in kept.iterdir() if path.is_dir() and not path.suffix] if kept.is_dir() else []
    return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _folders(package: Path) -> Iterator[tuple[str, Path]]:
    for folder in sorted([*package.glob("*/static"), package / "vendor" / "static"]):
        yield VENDOR if folder.parent.name == "vendor" else OWN, folder
