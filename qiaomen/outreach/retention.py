"""After 30 days a message keeps its counts, and forgets what it said and whom it named (DESIGN 8).

What is left says at which places how many were told and missed. The recipients of a category are not named by their
door any more either: that would tell who was on a list.
"""

from datetime import datetime

from qiaomen.base import changes, retention
from qiaomen.base.sql import rows, run

CHUNK = 50
DUE = "SELECT id FROM outreach_message WHERE made_at <= %b AND forgotten_at IS NULL ORDER BY made_at, id LIMIT %b::int"
FORGET_WORDS = """
UPDATE outreach_message SET sealed = NULL, forgotten_at = %b, finished_at = coalesce(finished_at, %b) WHERE id = ANY(%b)
"""
# Who still waited for a carrier's file that nobody took was missed.
LEFT_OVER = """
UPDATE outreach_telling SET state = 'missed', why = 'cancelled', missed_at = %b, missed_change = %b
WHERE message_id = ANY(%b) AND state IN ('waiting', 'taken')
"""
FORGET_PEOPLE = """
UPDATE outreach_telling t SET person = NULL, worker = NULL, key = NULL, same_as = NULL,
  door = CASE m.audience->>'kind' WHEN 'category' THEN NULL ELSE t.door END
FROM outreach_message m WHERE m.id = t.message_id AND m.id = ANY(%b)
"""


def forget(now: datetime) -> int:
    """Forget the words and recipients of messages that were made 30 days ago; answers how many messages."""
    count = 0
    while True:
        with changes.change("retention") as change:
            due = [row[0] for row in rows(DUE, [now - retention.kept("messages"), CHUNK])]
            if due:
                run(LEFT_OVER, [now, change.id, due])
                run(FORGET_PEOPLE, [due])
                run(FORGET_WORDS, [now, now, due])
        count += len(due)
        if len(due) < CHUNK:
            return count
