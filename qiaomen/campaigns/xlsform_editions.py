"""Questionnaires from and to XLSForm workbooks, as headquarters does it: checked, and in the audit."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from django.db import transaction

from qiaomen.access import audit
from qiaomen.base.problems import Problem
from qiaomen.campaigns.actions import make_questionnaire
from qiaomen.campaigns.models import Edition
from qiaomen.campaigns.questionnaires import Question
from qiaomen.campaigns.xlsform_export import write_xlsform


def questions_of(edition: Edition) -> list[Question]:
    """An edition's questions, in their order."""
    return msgspec.convert(edition.questions, list[Question])


def newest(name: str) -> Edition | None:
    """The newest edition of a questionnaire."""
    return Edition.objects.filter(questionnaire__name=name).order_by("-number").first()


def add_edition(*, name: str, questions: Sequence[Question], worker: UUID | None = None) -> tuple[Edition, bool]:
    """A new edition of this name, and True; the newest one, and False, when it asks just that already.

    Editions never change: sweeps under way keep the one that they were launched with. Raises `questionnaire.no_name`,
    `question.*`.
    """
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise Problem("questionnaire.no_name", field="name")
    last = newest(name)
    if last is not None and questions_of(last) == list(questions):
        return last, False
    with transaction.atomic():
        made = make_questionnaire(name=name, questions=questions)
        audit.write(worker, "questionnaire.edition", made.id, number=made.number, questions=len(questions))
    return made, True


def exported(edition: Edition) -> bytes:
    """An edition as an XLSForm workbook."""
    return write_xlsform(questions_of(edition), title=edition.questionnaire.name)
