"""Start-up: what monitoring adds to submit."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Registers kinds, facts and folds."""

    name = "qiaomen.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        from qiaomen.ledger import stages
        from qiaomen.monitoring import facts, folds, intake, records, writing

        facts.register()
        intake.register()
        stages.folds.append(folds.fold_touched)
        stages.rebuilds.append(
            stages.Rebuild(
                dict.fromkeys(writing.TABLES, "person"),
                folds.refold,
                folds.drop_orphans,
                over="people",
                kinds=folds.kinds,
            )
        )
        self.kinds = records  # importing the module declares its kinds
