"""Publishing an edition: from its hour on it is in force, and it is never edited again."""

from datetime import datetime

from django.db import IntegrityError, transaction

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.policy import documents, editions, hours, status, whatif
from qiaomen.policy.models import Edition
from qiaomen.policy.whatif import Held, Household, Move

# What those whom this edition governs had before its first status of theirs, and what that one said.
MOVED = """
SELECT DISTINCT ON (n.person) n.person, n.body ->> 'measure', n.body ->> 'colour', (n.body ->> 'until')::timestamptz,
       o.body ->> 'measure', o.body ->> 'colour', (o.body ->> 'until')::timestamptz
FROM policy_standing s
JOIN ledger_record n ON n.person = s.person AND n.kind = 'status' AND n.body ->> 'edition' = %b::uuid::text
LEFT JOIN ledger_record o ON o.person = s.person AND o.kind = 'status'
  AND coalesce((o.body ->> 'number')::int, 1) = coalesce((n.body ->> 'number')::int, 1) - 1
WHERE s.edition = %b AND n.at = %b
ORDER BY n.person, coalesce((n.body ->> 'number')::int, 1)
"""


def publish(edition: Edition, *, by: Worker, now: datetime) -> None:
    """Publish a draft: it is in force from its hour on, which is to come, unless no edition is in force yet.

    What it changes is settled at its hour; one whose hour is over takes effect at once, never backdated. Raises
    `policy.refused`, `policy.published`, `policy.hour_past` or `policy.hour_taken`.
    """
    documents.read(edition.text)
    with changes.change("publish policy", worker=by.id) as change:
        hours.hold(now)
        status.catch_up(now, change.id)
        locked = Edition.objects.select_for_update().get(pk=edition.pk)
        if locked.published_at is not None:
            raise Problem("policy.published")
        if locked.effective <= now and editions.in_force(now) is not None:
            raise Problem("policy.hour_past")
        locked.published_at, locked.published_by, locked.change = now, by.id, change.id
        _save(locked)
        audit.write(by, "policy.published", edition.id, effective=locked.effective.isoformat())
        if locked.effective <= now:
            status.at_once(now, change.id)
    edition.refresh_from_db()


def calls_to_make(edition: Edition, *, now: datetime) -> list[Household]:
    """The households to phone because of an edition: those whose measure, colour or end it changes.

    Until its hour whom it would move; from then on whom it did, as their status records tell.
    """
    if edition.published_at is None or edition.effective > now:
        return whatif.by_household(whatif.moves(edition.text, now=now, without=edition.id))
    took_effect = max(edition.effective, edition.published_at)
    changed = [
        Move(person, Held(was or "", had or "green", ended), Held(measure or "", colour, until))
        for person, measure, colour, until, was, had, ended in rows(MOVED, [edition.id, edition.id, took_effect])
    ]
    return whatif.by_household(whatif.located([move for move in changed if move.before != move.after]))


def _save(edition: Edition) -> None:
    try:
        with transaction.atomic():
            edition.save()
    except IntegrityError:
        raise Problem("policy.hour_taken") from None
