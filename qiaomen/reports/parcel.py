"""What leaves for a higher level: numbers of places, and nothing else. No person, no door, no id of either is in it."""

import base64
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from qiaomen.reports import excel, pdf, template_fill, word
from qiaomen.reports.shown import Shown

FORMS: dict[str, tuple[Callable[[Shown], bytes], str]] = {
    "docx": (word.word, word.MIME),
    "xlsx": (excel.book, excel.MIME),
    "pdf": (pdf.pdf, pdf.MIME),
}


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a parcel."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """A report on its way: what stands in a letter, the same as data, and as files."""

    subject: str
    text: str
    data: dict[str, Any]
    files: tuple[Attached, ...]

    @property
    def body(self) -> bytes:
        """As a webhook gets it."""
        files = [
            {"name": one.name, "type": one.mime, "base64": base64.b64encode(one.content).decode()} for one in self.files
        ]
        return json.dumps({**self.data, "files": files}, ensure_ascii=False, sort_keys=True).encode()


def parcel(shown: Shown, *, forms: Iterable[str] = (), table: tuple[str, bytes] | None = None) -> Parcel:
    """The report in these forms (`docx`, `xlsx`, `pdf`), and in the office's own table (its name and content).

    `shown` has been cut to what may leave (`showing.upward`). Raises as the forms do.
    """
    files = [attached(shown, form) for form in forms]
    if table is not None:
        name, content = table
        files.append(Attached(f"{name} {shown.filename}.xlsx", excel.MIME, template_fill.fill(content, shown)))
    return Parcel(f"{shown.heading} {shown.stamp}", _text(shown), data(shown), tuple(files))


def attached(shown: Shown, form: str) -> Attached:
    """The report as a file of this form. Raises `KeyError` for a form that there is none of."""
    write, mime = FORMS[form]
    return Attached(f"{shown.filename}.{form}", mime, write(shown))


def data(shown: Shown) -> dict[str, Any]:
    """The report as data."""
    keys = [column.key for column in shown.columns]
    return {
        "report": {
            "title": shown.title,
            "place": shown.place,
            "cut": shown.cut.isoformat(),
            "known": shown.known.isoformat(),
            "change": shown.number,
            "definition": shown.edition,
            "digest": shown.digest,
        },
        "figures": [
            {
                "key": one.key,
                "name": one.name,
                "counted": one.says,
                "number": one.number,
                "before": one.before,
                "before_now": one.before_now,
            }
            for one in shown.columns
        ],
        "places": [
            {
                "name": line.name,
                "code": line.code,
                "kind": line.kind,
                "depth": line.depth,
                "numbers": dict(zip(keys, line.numbers, strict=True)),
            }
            for line in shown.lines
        ],
    }


def _text(shown: Shown) -> str:
    lines = [shown.heading, shown.stamp, ""]
    for column in shown.columns:
        lines.append(f"{column.name}: {column.number:,} ({column.says})")
    for column in shown.corrected:
        lines.append(f"{column.name}: {column.before:,} → {column.before_now:,} ({column.signed})")
    return "\n".join([*lines, "", shown.proof, ""])
