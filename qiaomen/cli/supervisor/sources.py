"""The source files that `serve --reload` watches."""

import os
from contextlib import suppress
from pathlib import Path

_KINDS = {".py", ".html", ".toml", ".mo"}
_SKIPPED = {"tests", "__pycache__", "vendor"}


class Sources:
    """A folder of code and what its files looked like when last asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen = self._look()

    def changed(self) -> bool:
        """Whether files were added, removed or saved since the last call."""
        before, self._seen = self._seen, self._look()
        return before != self._seen

    def _look(self) -> dict[Path, int]:
        found = {}
        for folder, names, files in os.walk(self._folder):
            names[:] = [name for name in names if name not in _SKIPPED]
            for path in (Path(folder) / file for file in files):
                with suppress(FileNotFoundError):  # editors replace files while we look
                    if path.suffix in _KINDS:
                        found[path] = path.stat().st_mtime_ns
        return found
