"""Static text travels packed: a phone on 400 kbit/s waits for bytes, not for us.

whitenoise serves a `.gz` that lies beside a file. Here none does: files are served from where they were installed, and
there is no build step that would make them. So each file is packed when it is first asked for, and kept in memory: the
text of the whole installation is some 300 kB packed, and since its address changes with its content, each phone asks
for it once. Comments, a quarter of our own scripts, stay here: lines that are nothing but a comment go out empty, so
that the numbers of all lines stay right.
"""

import gzip
import io
import re
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Response, StaticFile

from qiaomen.base.build import earlier

_PACKABLE = re.compile(r"\.(?:js|mjs|css|svg|json|wasm|txt)$")
_COMMENT = re.compile(rb"^[ \t]*(?:/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)[ \t]*$", re.MULTILINE)
_ACCEPTS = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))")


@lru_cache(maxsize=512)
def packed(path: str, size: int, changed: float) -> bytes:
    """The file's content, gzipped; `size` and `changed` only tell one state of the file from another."""
    content = Path(path).read_bytes()
    is_ours = path.endswith(".js") and "/vendor/" not in path
    return gzip.compress(lean(content) if is_ours else content, 9, mtime=0)


def lean(script: bytes) -> bytes:
    """A script without the lines that are nothing but a comment; all others stay where they are."""
    return _COMMENT.sub(lambda comment: b"\n" * comment[0].count(b"\n"), script)


class PackedFile:
    """A file that answers packed where the browser takes it. Its entity tag is the same either way."""

    def __init__(self, plain: StaticFile, path: str) -> None:
        self.plain = plain
        self.path = path

    def get_response(self, method: str, request_headers: dict[str, Any]) -> Response:
        """As whitenoise answers; the body and its length replaced."""
        response = self.plain.get_response(method, request_headers)
        headers = [*response.headers, ("Vary", "Accept-Encoding")]
        if response.status != HTTPStatus.OK or not _ACCEPTS.search(request_headers.get("HTTP_ACCEPT_ENCODING", "")):
            return Response(response.status, headers, response.file)
        stat = Path(self.path).stat()
        body = packed(self.path, stat.st_size, stat.st_mtime)
        headers = [pair for pair in headers if pair[0] != "Content-Length"]
        headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
        if response.file is not None:
            response.file.close()
        return Response(response.status, headers, None if response.file is None else io.BytesIO(body))


class PackedStatic(WhiteNoiseMiddleware):  # type: ignore[misc]
    """whitenoise with packed text, and with the files of the build that was served before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for build, folder in earlier(settings.DATA_DIR / "static", settings.BUILD):
            self.add_files(str(folder), prefix=f"/static/{build}/")

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> StaticFile | PackedFile:
        """The file with its headers; text as one that packs itself."""
        plain = super().get_static_file(path, url, stat_cache=stat_cache)
        return PackedFile(plain, path) if _PACKABLE.search(path) else plain
