"""Scans at venues are forgotten after 14 days: whose pass it was, and what households stated. Counts stay."""

from datetime import datetime

from qiaomen.base import changes, retention
from qiaomen.base.sql import rows

# By the index on scans (migration 0003). How many went which way, and whether a fever was measured, names nobody.
EMPTY = """
UPDATE ledger_record SET sealed = NULL,
  body = body - 'pass' - 'iat' - 'exp' - 'kid' - 'people' - 'worker'
WHERE id IN (
  SELECT id FROM ledger_record WHERE kind = 'venue_scan' AND at < %b
  AND (sealed IS NOT NULL OR body ?| ARRAY['pass', 'people', 'worker']) ORDER BY at LIMIT %b)
RETURNING id
"""
CHUNK = 2000


def remove(now: datetime) -> int:
    """Empty what is older; answers how many records. Asked again it finds none."""
    count = 0
    while True:
        with changes.change("retention"):
            emptied = len(rows(EMPTY, [now - retention.kept("venue_scans"), CHUNK]))
        count += emptied
        if emptied < CHUNK:
            return count
