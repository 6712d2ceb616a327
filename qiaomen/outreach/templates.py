"""Changes of the templates of messages."""

from django.db import IntegrityError, transaction

from qiaomen.access.audit import write
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.problems import Problem
from qiaomen.outreach.models import Template


def save(held: Template | None, *, title: str, zh: str, en: str, is_offered: bool = True, by: Worker) -> Template:
    """Make a template, or change one. Messages that were sent keep what they said.

    Raises `template.empty` where neither language says anything, and `template.title_taken`.
    """
    if not (zh.strip() or en.strip()):
        raise Problem("template.empty", field="zh")
    with changes.change("template", worker=by.id) as change:
        kept = Template.objects.select_for_update().get(pk=held.pk) if held else Template(version=0)
        kept.title, kept.zh, kept.en, kept.is_offered = title.strip(), zh.strip(), en.strip(), is_offered
        kept.version, kept.change = kept.version + 1, change.id
        try:
            with transaction.atomic():
                kept.save(force_insert=held is None)
        except IntegrityError:
            raise Problem("template.title_taken", field="title") from None
        write(by, "template.saved", kept.id)
    return kept
