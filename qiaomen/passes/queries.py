"""Reads of passes: a person's, one by its id, and what one said at a moment."""

from datetime import datetime
from uuid import UUID

from qiaomen.base.sql import rows
from qiaomen.passes.models import Pass, State

OF = """
SELECT p.id FROM passes_pass p
WHERE p.person = (SELECT coalesce((SELECT canonical FROM people_alias WHERE id = %b), %b::uuid))
"""
# What the records of the time say: events up to then in order, the person's newest status of then.
THEN = """
WITH events AS (
  SELECT r.id, r.at, r.body ->> 'event' AS event, (r.body ->> 'pass')::uuid AS pass, r.body
  FROM passes_pass p JOIN ledger_record r ON r.kind = 'pass_event' AND r.at <= %(at)b AND r.person IN (
    SELECT p.person UNION SELECT a.id FROM people_alias a WHERE a.canonical = p.person)
  WHERE p.id = %(pass)b),
ours AS (SELECT * FROM events WHERE pass = %(pass)b)
SELECT EXISTS (SELECT FROM ours WHERE event = 'revoked')
         OR EXISTS (SELECT FROM events WHERE event = 'reissued' AND (body ->> 'replaces')::uuid = %(pass)b),
       coalesce((SELECT event = 'suspended' FROM ours WHERE event IN ('suspended', 'resumed')
                 ORDER BY at DESC, id DESC LIMIT 1), false),
       coalesce((i.body ->> 'verified')::bool, true) OR EXISTS (SELECT FROM ours WHERE event = 'verified'),
       coalesce((SELECT s.body ->> 'colour' FROM passes_pass p
                 JOIN ledger_record s ON s.person = p.person AND s.kind = 'status' AND s.at <= %(at)b
                 WHERE p.id = %(pass)b ORDER BY coalesce((s.body ->> 'number')::int, 1) DESC LIMIT 1), 'green')
FROM ours i WHERE i.event IN ('issued', 'reissued') ORDER BY i.at, i.id LIMIT 1
"""


def pass_by_id(id: UUID) -> Pass | None:
    """The pass of this id."""
    return Pass.objects.filter(pk=id).first()


def passes_of(person: UUID) -> list[Pass]:
    """A person's passes, whichever of their ids is given: the newest first, those that are revoked last."""
    ids = [row[0] for row in rows(OF, [person, person])]
    found = Pass.objects.filter(pk__in=ids).order_by("-issued_at", "id")
    return sorted(found, key=lambda one: one.state == State.REVOKED)


def colour_at(id: UUID, at: datetime) -> tuple[str, str] | None:
    """(state, colour) of a pass at a moment; None where it was not issued yet."""
    found = rows(THEN, {"pass": id, "at": at})
    if not found:
        return None
    revoked, suspended, verified, colour = found[0]
    if colour == "green" and not verified:
        colour = "yellow"
    return (State.REVOKED if revoked else State.SUSPENDED if suspended else State.ACTIVE).value, colour
