"""Rules of testing's records beyond their types, and what they refer to."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.places.models import Place

# Results that are not those of the person to whom they are said to be told, whichever of their ids is named.
OTHERS = """
SELECT u.result, u.person FROM unnest(%b::uuid[], %b::uuid[]) u(result, person)
JOIN sampling_result r ON r.id = u.result
LEFT JOIN people_alias a ON a.id = r.person LEFT JOIN people_alias b ON b.id = u.person
WHERE coalesce(a.canonical, r.person) <> coalesce(b.canonical, u.person)
"""


def register() -> None:
    """Tell the ledger. Called at start-up, after policy, whose rules of samples hold as well."""
    policy = stages.checks["sample"]

    def check(entries: Sequence[Entry]) -> None:
        policy(entries)
        check_samples([entry for entry in entries if entry.open])

    stages.checks["sample"] = check
    stages.checks["place_sample"] = lambda entries: _happened(entries, "taken")
    stages.checks["tube_result"] = check_tubes
    stages.checks["result_told"] = check_told
    stages.references["result_told"] = lambda entry: [Need("record", entry.body.result)]


def check_samples(entries: Sequence[Entry]) -> None:
    """Who shares a tube is found by its code: without one there is nobody to give its result to."""
    for entry in entries:
        if entry.body.holds != "single" and not entry.body.tube.strip():
            entry.decide("rejected", Problem("sampling.no_tube", field="body.tube"))


def check_tubes(entries: Sequence[Entry]) -> None:
    """Whose samples lie in a tube may live anywhere: only who decides for the whole district answers for one."""
    _happened(entries, "reported")
    district = Place.objects.filter(parent=None).values_list("id", flat=True).first()
    for entry in entries:
        if entry.open and entry.envelope.place != district:
            entry.decide("rejected", Problem("record.outside_grant", field="place"))


def check_told(entries: Sequence[Entry]) -> None:
    """A result is told where its person is: so whoever may not record there does not say that it was."""
    asked = [entry.body.result for entry in entries], [entry.envelope.person for entry in entries]
    others = set(rows(OTHERS, list(asked)))
    for entry in entries:
        if (entry.body.result, entry.envelope.person) in others:
            said = Problem("record.invalid", field="body.result", reason="it is another person's result")
            entry.decide("rejected", said)


def _happened(entries: Sequence[Entry], field: str) -> None:
    for entry in entries:
        moment: datetime = getattr(entry.body, field)
        if _day(moment) > _day(entry.received_at):
            entry.decide("rejected", Problem("fact.future", field=f"body.{field}"))


def _day(moment: datetime) -> date:
    return moment.astimezone(timezone.get_default_timezone()).date()
