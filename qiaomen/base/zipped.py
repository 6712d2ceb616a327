"""Many files as one ZIP that is sent while it is made: only one of them is in memory at a time."""

import zipfile
from collections.abc import Iterable, Iterator


class _Pieces:
    """A file that is taken away while it is written; `zipfile` asks no more of one that cannot be wound back."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._written.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        taken, self._written = b"".join(self._written), []
        return taken


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A ZIP of (name, content), piece by piece. Stored as they are: PDFs and pictures are packed already."""
    pieces = _Pieces()
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for name, content in files:
            archive.writestr(name, content)
            yield pieces.taken()
    yield pieces.taken()
