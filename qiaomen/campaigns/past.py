"""Sweeps as they were at a moment: not launched yet, still open, with the teams of then."""

from qiaomen.ledger.past import Past

LATER = "SELECT id FROM asof_since WHERE unknown"
CAMPAIGNS = {
    "launched_at": f"CASE WHEN from_change IN ({LATER}) THEN NULL ELSE launched_at END AS launched_at",
    "closed_at": f"CASE WHEN until_change IN ({LATER}) THEN NULL ELSE closed_at END AS closed_at",
    "from_change": f"CASE WHEN from_change IN ({LATER}) THEN NULL ELSE from_change END AS from_change",
    "until_change": f"CASE WHEN until_change IN ({LATER}) THEN NULL ELSE until_change END AS until_change",
}


def go_back(past: Past) -> None:
    """What was launched, closed or handed out later was not."""
    columns = past.columns("campaigns_campaign", **CAMPAIGNS)
    past.shadow("campaigns_campaign", f"SELECT {columns} FROM {{stored}}")
    past.touch("doors", *past.changed_spans("campaigns_assignment", "door_id", "door_id"))
    past.shadow_spans("campaigns_assignment", "door_id")
