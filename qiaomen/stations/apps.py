"""Start-up: what stations adds to submit."""

from django.apps import AppConfig


class StationsConfig(AppConfig):
    """Registers kinds, facts and folds."""

    name = "qiaomen.stations"
    label = "stations"

    def ready(self) -> None:
        from qiaomen.ledger import facts, stages
        from qiaomen.stations import folds, intake, records

        intake.register()
        stages.facts["station_event"] = stages.FactSource(folds.states)
        stages.folds.insert(stages.folds.index(facts.fold) + 1, folds.fold)
        stages.rebuilds.append(
            stages.Rebuild(folds.KEYS, folds.refold, folds.drop_orphans, over="people", kinds=lambda: folds.KINDS)
        )
        self.kinds = records  # importing the module declares its kinds
