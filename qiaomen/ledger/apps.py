"""Start-up: the ledger knows which registers hold doors, places, people and records."""

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers what the ledger itself can find."""

    name = "qiaomen.ledger"
    label = "ledger"

    def ready(self) -> None:
        from qiaomen.base.sql import rows
        from qiaomen.ledger import records, stages
        from qiaomen.ledger.entries import Need

        def finder(statement: LiteralString) -> "stages.Existing":
            def find(ids: Sequence[UUID]) -> set[UUID]:
                return {row[0] for row in rows(statement, [list(ids)])}

            return find

        stages.existing["door"] = finder("SELECT id FROM places_door WHERE id = ANY(%b)")
        stages.existing["place"] = finder("SELECT id FROM places_place WHERE id = ANY(%b)")
        stages.existing["person"] = finder("SELECT id FROM people_person WHERE id = ANY(%b)")
        stages.existing["record"] = finder("SELECT id FROM ledger_record WHERE id = ANY(%b)")
        stages.references["resolution"] = lambda entry: [Need("record", entry.body.chosen)]
        self.kinds = records  # importing the module declares its kinds
