"""Editions of the report's definition: a new one is in force at once, none is ever edited."""

from functools import lru_cache

from django.db.models import Max

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.reports import definition
from qiaomen.reports.definition import Document
from qiaomen.reports.models import Edition


def in_force() -> Edition | None:
    """The newest edition; None while the one that ships is in force, which the first report keeps as edition 1."""
    return Edition.objects.order_by("-number").first()


def definition_now() -> Document:
    """What the edition in force says; without one, the definition that ships."""
    edition = in_force()
    return document_of(edition) if edition is not None else _read(definition.standard())


def document_of(edition: Edition) -> Document:
    """What an edition says. Raises `report.refused` for a text that cannot be read any more."""
    return _read(edition.text)


def publish(*, text: str, by: Worker | None) -> Edition:
    """Put a definition in force. Raises `report.refused` with every fault of the text."""
    definition.read(text)
    with changes.change("publish report", worker=by.id if by else None) as change:
        edition = keep(text, by=by, change=change)
        audit.write(by, "report.published", edition.id)
    return edition


def keep(text: str, *, by: Worker | None, change: changes.Open) -> Edition:
    """Store a text as the next edition, in the change under way."""
    about = _read(text).report
    number = (Edition.objects.aggregate(newest=Max("number"))["newest"] or 0) + 1
    return Edition.objects.create(
        number=number,
        text=text,
        name_zh=about.name.zh[:120],
        name_en=about.name.en[:120],
        made_by=by.id if by else None,
        change=change.id,
    )


@lru_cache(maxsize=32)
def _read(text: str) -> Document:
    return definition.read_again(text)
