"""Thirty days after closing: what still leads to people and homes goes, counts and frozen reports stay.

At closing, names went and everything sealed became unreadable. What is left says of a nameless somebody behind a door
what was seen there. It is counted by kind, place and day, then deleted; state follows from the records that are left,
which are those of the next outbreak, if one is open.
"""

from datetime import datetime
from typing import Any

from django.conf import settings

from qiaomen.base import changes, retention
from qiaomen.base.sql import run
from qiaomen.ending.models import Closing, Remaining, Removal
from qiaomen.ending.tables import GOES, LINKS
from qiaomen.ledger.rebuild import rebuild

COUNT_RECORDS = """
INSERT INTO ending_remaining (id, outbreak_id, what, place, day, count)
SELECT gen_random_uuid(), %(outbreak)s, kind, place, day, count(*)
FROM (SELECT r.kind, coalesce(r.place, d.place_id) AS place, (r.at AT TIME ZONE %(zone)s)::date AS day
      FROM ledger_record r LEFT JOIN places_door d ON d.id = r.door WHERE r.outbreak = %(outbreak)s) t
GROUP BY kind, place, day
"""
COUNT_DOORS = """
INSERT INTO ending_remaining (id, outbreak_id, what, place, count)
SELECT gen_random_uuid(), %(outbreak)s, c.name || ': ' || n.key, t.place_id, sum(n.value::int)
FROM campaigns_tally t JOIN campaigns_campaign c ON c.id = t.campaign_id
CROSS JOIN LATERAL jsonb_each_text(to_jsonb(t) - 'campaign_id' - 'place_id' - 'team_id' - 'change') n
WHERE c.outbreak_id = %(outbreak)s
GROUP BY c.name, n.key, t.place_id HAVING sum(n.value::int) > 0
"""


def forget_closed(now: datetime) -> int:
    """Forget the outbreaks whose days after closing are over; answers how many."""
    over = now - retention.kept("closed")
    due = list(
        Closing.objects.filter(
            outbreak__closed_at__lt=over, rewritten_at__isnull=False, forgotten_at=None
        ).select_related("outbreak")
    )
    for one in due:
        _forget(one, now)
    return len(due)


def _forget(closing: Closing, now: datetime) -> None:
    """Count, delete, fold anew. It is done when all three are: one that was cut off begins again, but counts once."""
    given: dict[str, Any] = {"outbreak": closing.outbreak_id, "zone": settings.TIME_ZONE}
    with changes.change("forget outbreak"):
        if not Remaining.objects.filter(outbreak=closing.outbreak_id).exists():
            run(COUNT_RECORDS, given)
            run(COUNT_DOORS, given)
        run(LINKS, given)
        if count := sum(run(f"DELETE FROM {table} WHERE {which}", given).rowcount for table, which in GOES.items()):
            Removal.objects.create(rule="closed", at=now, count=count)
    rebuild()
    closing.forgotten_at = now
    closing.save(update_fields=["forgotten_at"])
