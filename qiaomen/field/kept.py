"""The scripts of the build before, which stay served while phones change over.

They are joined by the server when they are asked for, from modules that the next build no longer has. So whoever joins
them keeps them in the data directory, beside the static files that `base.build` keeps.
"""

import logging
import os
import re
import shutil
from pathlib import Path

from django.conf import settings

# This build's and that of the one before.
BUILDS = 2
_BUILD = re.compile(r"[0-9a-f]{12}")
logger = logging.getLogger(__name__)


def keep(build: str, name: str, script: bytes) -> None:
    """Keep a build's script, packed; builds older than the one before go. Without room there is no harm."""
    own = _folder() / build
    half = own / f"{name}.{os.getpid()}.half"
    try:
        if not (own / f"{name}.js.gz").is_file():
            own.mkdir(parents=True, exist_ok=True)
            half.write_bytes(script)
            half.rename(own / f"{name}.js.gz")
        os.utime(own)
        for old in sorted(_builds(_folder()), key=lambda path: path.stat().st_mtime_ns, reverse=True)[BUILDS:]:
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        half.unlink(missing_ok=True)
        logger.warning("field scripts not kept", extra={"reason": str(error)})


def kept(build: str, script: str) -> bytes | None:
    """A script of a build that was served before, packed; None where there is none."""
    if not _BUILD.fullmatch(build):
        return None
    try:
        return (_folder() / build / f"{script}.js.gz").read_bytes()
    except OSError:
        return None


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "scripts"


def _builds(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir() and _BUILD.fullmatch(path.name)]
