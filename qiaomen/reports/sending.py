"""Sending reports upwards: who gets them, what is due, each attempt with its receipt, again until it is received."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db.models import QuerySet
from django.utils import timezone, translation

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, below
from qiaomen.access.roles import Verb
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import seal, unseal
from qiaomen.base.sql import rows
from qiaomen.places.models import Place
from qiaomen.reports import carriers, showing, template_fill
from qiaomen.reports.carriers import Address, Receipt
from qiaomen.reports.models import Recipient, Report, Sending, Table
from qiaomen.reports.models_sending import State, Way
from qiaomen.reports.parcel import Parcel, parcel
from qiaomen.reports.shown import Shown

# After each attempt that failed; then every hour, until a day has gone by since the report was to be sent.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30)]
THEN = timedelta(hours=1)
GIVEN_UP = timedelta(hours=24)
# Who died while delivering has not delivered: somebody else takes it up.
LEASE = timedelta(minutes=10)

# Reports since the recipient is one, which are not on their way yet.
MISSING = """
SELECT r.id, c.id FROM reports_report r
JOIN reports_recipient c ON c.place_id = r.place_id AND c.outbreak_id = r.outbreak_id
WHERE r.known_at >= c.since AND c.until IS NULL
  AND NOT EXISTS (SELECT 1 FROM reports_sending s WHERE s.report_id = r.id AND s.recipient_id = c.id)
"""
TAKE = """
UPDATE reports_sending SET next_at = %b, attempts = attempts + 1 WHERE id = (
  SELECT id FROM reports_sending WHERE state = 'waiting' AND next_at <= %b
  ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def add_recipient(
    *,
    place: Place,
    name: str,
    way: Way,
    to: str,
    forms: Sequence[str],
    table: Table | None,
    language: str,
    by: Worker | None,
    secret: str = "",
    live: bool = False,
) -> tuple[Recipient, str]:
    """From now on they get the place's reports. Answers the secret with which a webhook's receiver checks signatures;
    it is shown once. A receiver may bring a `secret` of its own. `live`: also the live tally, every five minutes."""
    outbreak, id = Outbreak.objects.current(), new_id()
    secret = (secret or secrets.token_urlsafe(24)) if way == Way.WEBHOOK else ""
    sealed = seal(outbreak.keys, msgspec.json.encode(Address(to, secret)), row=id)
    with changes.change("report recipient", worker=by.id if by else None) as change:
        made = Recipient.objects.create(
            id=id,
            outbreak=outbreak,
            place=place,
            name=name,
            way=way,
            sealed=sealed,
            forms=list(forms),
            table=table,
            language=language,
            live=live,
            change=change.id,
        )
        audit.write(by, "report.recipient_added", id, way=str(way))
    return made, secret


def end_recipient(recipient: Recipient, *, by: Worker) -> None:
    """They get no further report; what is on its way still arrives."""
    with changes.change("report recipient", worker=by.id):
        Recipient.objects.filter(pk=recipient.pk).update(until=timezone.now())
        audit.write(by, "report.recipient_ended", recipient.id)


def add_table(*, name: str, content: bytes, against: Shown, by: Worker) -> Table:
    """Keep the higher level's own table. Raises `report.template` if it asks for what the report does not have."""
    template_fill.fill(content, against)
    outbreak, id = Outbreak.objects.current(), new_id()
    with changes.change("report table", worker=by.id) as change:
        if Table.objects.filter(outbreak=outbreak, name=name, until=None).exists():
            raise Problem("report.table_taken")
        made = Table.objects.create(
            id=id,
            outbreak=outbreak,
            name=name,
            sealed=seal(outbreak.keys, content, row=id),
            made_by=by.id,
            change=change.id,
        )
        audit.write(by, "report.table_added", id)
    return made


def end_table(table: Table, *, by: Worker) -> None:
    """It is filled no more. Raises `report.table_used` while a recipient gets it."""
    if table.recipients.filter(until=None).exists():
        raise Problem("report.table_used")
    with changes.change("report table", worker=by.id):
        Table.objects.filter(pk=table.pk).update(until=timezone.now())
        audit.write(by, "report.table_ended", table.id)


def content_of(table: Table) -> bytes:
    """The table as it was brought."""
    return unseal(table.outbreak.keys, bytes(table.sealed), row=table.id)


def address_of(recipient: Recipient) -> Address:
    """Where a recipient is reached."""
    opened = unseal(recipient.outbreak.keys, bytes(recipient.sealed), row=recipient.id)
    return msgspec.json.decode(opened, type=Address)


def recipients(worker: Worker) -> QuerySet[Recipient]:
    """Those whom the worker looks after."""
    paths = areas(worker, Verb.ADMINISTER)
    return Recipient.objects.filter(below(paths, "place__"), until=None, outbreak__closed_at=None).select_related(
        "place", "table", "outbreak"
    )


def sendings(worker: Worker, verb: Verb = Verb.SEE, report: Report | None = None) -> QuerySet[Sending]:
    """What is on its way or has arrived, of the reports that the worker sees."""
    found = Sending.objects.filter(below(areas(worker, verb), "report__place__"))
    if report is not None:
        found = found.filter(report=report)
    return found.select_related("report__place", "recipient")


def plan(now: datetime) -> int:
    """Put every frozen report on its way to who is to get it; answers how many."""
    missing = rows(MISSING, [])
    if not missing:
        return 0
    with changes.change("send reports") as change:
        made = [
            Sending(report_id=report, recipient_id=recipient, asked_at=now, next_at=now, change=change.id)
            for report, recipient in missing
        ]
        Sending.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def send_again(sending: Sending, *, by: Worker, now: datetime) -> None:
    """Try at once, also what was given up or received."""
    with changes.change("send reports", worker=by.id):
        Sending.objects.filter(pk=sending.pk).update(state=State.WAITING, asked_at=now, next_at=now)
        audit.write(by, "report.sent_again", sending.id)


def deliver_due(now: datetime, *, most: int = 50) -> int:
    """One attempt for everything that is due; answers how many were made."""
    for count in range(most):
        taken = rows(TAKE, [now + LEASE, now])
        if not taken:
            return count
        _attempt(taken[0][0], now)
    return most


def _attempt(id: UUID, now: datetime) -> None:
    sending = Sending.objects.select_related("report__edition", "recipient__outbreak", "recipient__table").get(pk=id)
    try:
        made = parcel_for(sending.report, sending.recipient)
    except Problem as problem:
        _note(sending, Receipt(False, 0, problem.code), None, now)
        return
    address = address_of(sending.recipient)
    if sending.recipient.way == Way.MAIL:
        receipt = carriers.mail(made, to=address.to, sending=sending.id)
    else:
        receipt = carriers.post(made, address=address, sending=sending.id)
    _note(sending, receipt, made, now)


def parcel_for(report: Report, recipient: Recipient) -> Parcel:
    """What this recipient gets of a report: aggregates, in their language and forms."""
    with translation.override(recipient.language):
        shown = showing.upward(showing.shown(report))
        table = (recipient.table.name, content_of(recipient.table)) if recipient.table else None
        return parcel(shown, forms=recipient.forms, table=table)


def _note(sending: Sending, receipt: Receipt, made: Parcel | None, now: datetime) -> None:
    sending.receipts = [*sending.receipts, receipt.kept(now)]
    if receipt.ok and made is not None:
        sending.state, sending.next_at, sending.sent_at = State.SENT, None, now
        sending.digest = hashlib.sha256(made.body).digest()
    elif now - sending.asked_at >= GIVEN_UP:
        sending.state, sending.next_at = State.FAILED, None
    else:
        sending.next_at = now + (WAITS[sending.attempts - 1] if sending.attempts <= len(WAITS) else THEN)
    sending.save(update_fields=["receipts", "state", "next_at", "sent_at", "digest"])
