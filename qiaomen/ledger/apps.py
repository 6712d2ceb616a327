"""Start-up: the ledger knows which registers hold doors, places, people and records."""

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

from django.apps import AppConfig

NO_DOOR = "SELECT w FROM unnest(%b::uuid[]) w WHERE NOT EXISTS (SELECT 1 FROM places_door t WHERE t.id = w)"
NO_PLACE = "SELECT w FROM unnest(%b::uuid[]) w WHERE NOT EXISTS (SELECT 1 FROM places_place t WHERE t.id = w)"
NO_PERSON = "SELECT w FROM unnest(%b::uuid[]) w WHERE NOT EXISTS (SELECT 1 FROM people_person t WHERE t.id = w)"
NO_RECORD = "SELECT w FROM unnest(%b::uuid[]) w WHERE NOT EXISTS (SELECT 1 FROM ledger_record t WHERE t.id = w)"


class LedgerConfig(AppConfig):
    """Registers what the ledger itself can find."""

    name = "qiaomen.ledger"
    label = "ledger"

    def ready(self) -> None:
        from qiaomen.base.sql import rows
        from qiaomen.ledger import records, stages
        from qiaomen.ledger.entries import Need

        def finder(statement: LiteralString) -> "stages.Missing":
            def find(ids: Sequence[UUID]) -> set[UUID]:
                return {row[0] for row in rows(statement, [list(ids)])}

            return find

        stages.missing["door"] = finder(NO_DOOR)
        stages.missing["place"] = finder(NO_PLACE)
        stages.missing["person"] = finder(NO_PERSON)
        stages.missing["record"] = finder(NO_RECORD)
        stages.references["resolution"] = lambda entry: [Need("record", entry.body.chosen)]
        self.kinds = records  # importing the module declares its kinds
