"""What editions ask of episodes: checks a day, where a measure is kept, on which days tests are due."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from qiaomen.monitoring.phases import Asking
from qiaomen.policy import days, editions
from qiaomen.policy.language import Document, Phase, Words
from qiaomen.policy.models import Edition


class Read:
    """Editions by id, read from their texts, which never change once they are published."""

    def __init__(self, wanted: Collection[UUID]) -> None:
        found = Edition.objects.filter(id__in=wanted) if wanted else ()
        self._documents = {edition.id: editions.document_of(edition) for edition in found}

    def asking(self, edition: UUID | None, measure: str) -> Asking:
        """What is asked for under a measure; nothing where the edition is not known."""
        document = self._of(edition)
        found = document.measures.get(measure) if document is not None else None
        return Asking(found.checks_a_day, found.where) if found is not None else Asking()

    def test_days(self, edition: UUID | None, rule: str, day_zero: date) -> Sequence[date]:
        """On which days a rule asks for tests, through all of its phases."""
        document = self._of(edition)
        found = next((one for one in document.rules if one.id == rule), None) if document is not None else None
        return _test_days(day_zero, found.phases) if found is not None else []

    def measure_name(self, edition: UUID | None, measure: str) -> Words:
        """What a measure is called."""
        document = self._of(edition)
        found = document.measures.get(measure) if document is not None else None
        return found.name if found is not None else Words(zh=measure, en=measure)

    def reason(self, edition: UUID | None, rule: str) -> Words:
        """What a rule gives as its reason."""
        document = self._of(edition)
        found = next((one for one in document.rules if one.id == rule), None) if document is not None else None
        return found.reason if found is not None else Words(zh=rule, en=rule)

    def name(self, edition: UUID | None) -> Words:
        """What an edition is called."""
        document = self._of(edition)
        return document.edition.name if document is not None else Words(zh="—", en="—")

    def _of(self, edition: UUID | None) -> Document | None:
        return self._documents.get(edition) if edition is not None else None


def _test_days(day_zero: date, phases: Sequence[Phase]) -> list[date]:
    found: list[date] = []
    before = 0
    for phase in phases:
        found += [days.due_on(day_zero, day, before) for day in phase.tests]
        before += phase.days or 0
    return found
