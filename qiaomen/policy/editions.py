"""Editions of the policy: drafts are written and checked, published ones are in force from an hour on and stay."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.policy import documents
from qiaomen.policy.language import Document
from qiaomen.policy.models import Edition

Chain = list[tuple[UUID, datetime, Document]]


def draft(*, text: str, by: Worker) -> Edition:
    """Keep a new draft. Raises `policy.refused` with every fault of the text."""
    made = Edition(outbreak=Outbreak.objects.current(), text=text, made_by=by.id)
    _describe(made, documents.read(text))
    with changes.change("draft policy", worker=by.id) as change:
        made.change = change.id
        made.save(force_insert=True)
        audit.write(by, "policy.drafted", made.id)
    return made


def redraft(edition: Edition, *, text: str, by: Worker) -> None:
    """Change a draft's text. Raises `policy.refused`, or `policy.published`: an edition in force is never edited."""
    document = documents.read(text)
    with changes.change("draft policy", worker=by.id) as change:
        locked = Edition.objects.select_for_update().get(pk=edition.pk)
        if locked.published_at is not None:
            raise Problem("policy.published")
        edition.text, edition.change = text, change.id
        _describe(edition, document)
        edition.save()
        audit.write(by, "policy.drafted", edition.id)


def discard(edition: Edition, *, by: Worker) -> None:
    """Throw a draft away. Raises `policy.published`."""
    with changes.change("discard policy", worker=by.id):
        dropped, _tables = Edition.objects.filter(pk=edition.pk, published_at=None).delete()
        if not dropped:
            raise Problem("policy.published")
        audit.write(by, "policy.discarded", edition.id)


def chain(now: datetime) -> Chain:
    """The published editions of the outbreak whose hour has come, newest first: id, hour, document."""
    return [(each.id, each.effective, document_of(each)) for each in published().filter(effective__lte=now)]


def in_force(now: datetime) -> Edition | None:
    """The edition that holds at a time."""
    return published().filter(effective__lte=now).first()


def published() -> QuerySet[Edition]:
    """The open outbreak's published editions, the newest hour first."""
    return Edition.objects.filter(published_at__isnull=False, outbreak__closed_at=None).order_by("-effective")


def document_of(edition: Edition) -> Document:
    """What an edition says. Raises `policy.refused` for a text that cannot be read any more."""
    return _read(edition.text)


@lru_cache(maxsize=64)
def _read(text: str) -> Document:
    """Reading takes milliseconds, and every batch with facts asks for the same few editions."""
    return documents.read_again(text)


def _describe(edition: Edition, document: Document) -> None:
    about = document.edition
    edition.name_zh, edition.name_en, edition.effective = about.name.zh[:120], about.name.en[:120], about.effective
