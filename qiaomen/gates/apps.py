"""Start-up: what gates adds to submit."""

from django.apps import AppConfig


class GatesConfig(AppConfig):
    """Registers kinds, checks and folds."""

    name = "qiaomen.gates"
    label = "gates"

    def ready(self) -> None:
        from qiaomen.gates import fevers, folds, intake, records
        from qiaomen.ledger import stages

        intake.register()
        stages.folds.insert(0, fevers.check)
        stages.folds.append(folds.fold)
        stages.rebuilds.append(
            stages.Rebuild(folds.KEYS, folds.refold, folds.drop_orphans, over="records", kinds=folds.kinds)
        )
        stages.pasts.append(folds.past)
        self.kinds = records  # importing the module declares its kinds
