"""Start-up: what care adds to submit."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Registers kinds and folds."""

    name = "qiaomen.care"
    label = "care"

    def ready(self) -> None:
        from qiaomen.care import folds, intake, records
        from qiaomen.ledger import stages

        intake.register()
        stages.folds.append(folds.fold)
        stages.rebuilds.append(
            stages.Rebuild(folds.KEYS, folds.refold, folds.drop_orphans, over="records", kinds=lambda: folds.KINDS)
        )
        self.kinds = records  # importing the module declares its kinds
