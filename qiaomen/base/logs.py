"""Logs that tell where something broke, never on whose data.

Messages of exceptions carry values: a failed check constraint prints the whole row, `int("…")` what somebody typed. So
a traceback keeps its frames and the kinds of its exceptions, the code of a Problem and the SQLSTATE and constraint of a
database error, and drops the words.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType

import psycopg

from qiaomen.base.problems import Problem

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """A formatter whose tracebacks hold no values."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (logging's name)
        return "\n".join(_told(error) for error in _chain(ei[1]))


class Lines(Discreet):
    """One JSON object a line, with the id of the request or job; its traceback holds no values either."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "event": record.getMessage(),
        }
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def _chain(error: BaseException | None) -> list[BaseException]:
    """The error after what it came from."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found[::-1]


def _told(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"Traceback (most recent call last):\n{frames}{kind}{_known(error)}"


def _known(error: BaseException) -> str:
    if isinstance(error, Problem):
        return f": {error.code}"
    if isinstance(error, psycopg.Error):
        return f": {error.sqlstate} {error.diag.constraint_name or ''}".rstrip()
    return ""
