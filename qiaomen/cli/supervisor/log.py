"""The supervisor's log: one JSON object a line, to stderr and to a file in the data directory."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from qiaomen.cli.supervisor import shipping

_LEVELS = {"DEBUG": 10, "INFO": 20, "WARNING": 30, "WARN": 30, "ERROR": 40, "CRITICAL": 50}
_LEVEL_WORD = re.compile(rf"\b({'|'.join(_LEVELS)})\b")
_FILE_LIMIT, _FILES_KEPT = 10 * 1024 * 1024, 5
_logger = logging.getLogger("qiaomen.serve")


class _JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": time, "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps(line | getattr(record, "fields", {}), ensure_ascii=False, default=str)


def open_log(data_dir: Path, *, to: str = "", authority: str | None = None) -> Path:
    """Log to stderr and to `logs/serve.log` (10 MB, five older ones kept) in a private folder; returns the file.

    `to` is another machine's address, if there is one; raises as `shipping.shipped`.
    """
    file = data_dir / "logs" / "serve.log"
    file.parent.mkdir(mode=0o700, exist_ok=True)
    handlers: list[logging.Handler] = [
        logging.StreamHandler(sys.stderr),
        RotatingFileHandler(file, maxBytes=_FILE_LIMIT, backupCount=_FILES_KEPT, encoding="utf-8"),
    ]
    for handler in handlers:
        handler.setFormatter(_JsonLine())
    if to:
        handlers.append(shipping.shipped(to, _JsonLine(), authority=authority))
    _logger.handlers, _logger.propagate = handlers, False
    _logger.setLevel(logging.INFO)
    logging.raiseExceptions = False  # a terminal that went away must not take the server with it
    return file


def event(name: str, *, level: int = logging.INFO, **fields: Any) -> None:
    """Log that something happened. Fields hold no personal data."""
    _logger.log(level, name, extra={"fields": fields})


def output(child: str, line: str) -> None:
    """Log a line that a child wrote, at the level that it names; a JSON line by its parts."""
    if line.startswith("{") and (told := _object(line)):
        level = _LEVELS.get(str(told.get("level", "")).upper(), logging.INFO)
        beside = {key: told[key] for key in ("logger", "request", "trace") if key in told}
        event("output", level=level, child=child, line=str(told.get("event", "")), **beside)
        return
    named = _LEVEL_WORD.search(line[:80])
    event("output", level=_LEVELS[named[1]] if named else logging.INFO, child=child, line=line)


def _object(line: str) -> dict[str, Any]:
    """A line's parts, or nothing where it is no object."""
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
