"""Messages as they were at a moment: who had been told by then, and of whom it was known that they were missed."""

from qiaomen.ledger.past import Past

LATER = "SELECT id FROM asof_since WHERE unknown"
_MISSED, _SENT = f"missed_change IN ({LATER})", f"sent_change IN ({LATER})"
TELLINGS = {
    "state": f"""CASE WHEN state = 'missed' AND NOT ({_MISSED}) THEN state
                      WHEN sent_at IS NOT NULL AND sent_change IS NOT NULL AND NOT ({_SENT}) THEN 'sent'
                      ELSE 'waiting' END::varchar(7) AS state""",
    "why": f"CASE WHEN {_MISSED} THEN '' ELSE why END AS why",
    "retried_in": f"""CASE WHEN retried_in IN (
        SELECT m.id FROM {{messages}} m WHERE m.change IN ({LATER})) THEN NULL ELSE retried_in END AS retried_in""",
    "missed_at": f"CASE WHEN {_MISSED} THEN NULL ELSE missed_at END AS missed_at",
    "sent_at": f"CASE WHEN {_SENT} THEN NULL ELSE sent_at END AS sent_at",
}


def go_back(past: Past) -> None:
    """What was sent or learnt later was not."""
    stored = past.stored("outreach_message")
    columns = past.columns("outreach_telling", **{name: sql.format(messages=stored) for name, sql in TELLINGS.items()})
    past.shadow("outreach_telling", f"SELECT {columns} FROM {{stored}} WHERE NOT (change IN ({LATER}))")
    past.shadow("outreach_message", f"SELECT * FROM {{stored}} WHERE NOT (change IN ({LATER}))")
