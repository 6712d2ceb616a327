"""Start-up: the ledger knows which registers hold doors, places, people and records."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers what the ledger itself can find."""

    name = "qiaomen.ledger"
    label = "ledger"

    def ready(self) -> None:
        from qiaomen.ledger import facts, records, stages
        from qiaomen.ledger.entries import Need

        stages.tables |= {
            "door": "places_door",
            "place": "places_place",
            "person": "people_person",
            "record": "ledger_record",
        }
        stages.references["resolution"] = lambda entry: [Need("record", entry.body.chosen)]
        stages.folds.insert(0, facts.fold)
        stages.rebuilds.append(
            stages.Rebuild(
                {"people_fact": "record"}, facts.refold, facts.drop_orphans, over="records", kinds=facts.kinds
            )
        )
        self.kinds = records  # importing the module declares its kinds
