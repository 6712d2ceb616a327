"""What phones send, as bytes: no more than is taken, unpacked no further than that."""

import gzip
import io
import zlib
from contextlib import suppress

from django.http import HttpRequest

from qiaomen.base.problems import Problem
from qiaomen.sync.wire import MOST_BYTES

# msgspec's own errors and those of UTF-8 are ValueErrors; what is nested too deeply is none.
UNREADABLE = (ValueError, RecursionError)


def body_of(request: HttpRequest, *, most: int = MOST_BYTES) -> bytes:
    """The body, at most `most` bytes after gunzip. Raises `sync.too_large` without reading more than that."""
    if length_of(request) > most:
        raise Problem("sync.too_large", limit=most)
    body = request.body
    if request.headers.get("Content-Encoding") == "gzip":
        with suppress(OSError, EOFError, zlib.error):  # what is no gzip is read, or kept as unreadable, as it came
            body = gzip.GzipFile(fileobj=io.BytesIO(body)).read(most + 1)
    if len(body) > most:
        raise Problem("sync.too_large", limit=most)
    return body


def length_of(request: HttpRequest) -> int:
    """How long the body is said to be, in bytes; 0 where that is no number."""
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 20 else 0
