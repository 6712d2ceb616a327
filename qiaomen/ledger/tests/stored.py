"""All that is stored of state, and of what registers remember of the past."""

from typing import Any

from qiaomen.base.sql import rows
from qiaomen.ledger import stages

REGISTERS = {
    "doors": "SELECT id, place_id, kind, is_open FROM places_door",
    "spans": "SELECT door_id, place_id, is_open, until_change IS NULL FROM places_doorspan",
    "people": "SELECT id, home_door_id FROM people_person",
    "residences": "SELECT person_id, door_id, until_change IS NULL FROM people_residence",
    "aliases": "SELECT id, canonical FROM people_alias",
    "moved": "SELECT person, record FROM households_moved",
    "assignments": "SELECT campaign_id, door_id, team_id, until_change IS NULL FROM campaigns_assignment",
    "sweeps": "SELECT id, from_change, until_change FROM campaigns_campaign",
    "records": "SELECT id FROM ledger_record",
}


def everything() -> dict[str, list[Any]]:
    """All state, and what registers remember of the past."""
    tables = [table for step in stages.rebuilds for table in step.tables]
    state: dict[str, Any] = {table: f"SELECT (to_jsonb(t) - 'change')::text FROM {table} t" for table in tables}
    return {name: sorted(rows(statement), key=repr) for name, statement in (state | REGISTERS).items()}
