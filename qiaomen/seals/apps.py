"""Start-up: what seals add to submit."""

from django.apps import AppConfig


class SealsConfig(AppConfig):
    """Registers kinds and folds."""

    name = "qiaomen.seals"
    label = "seals"

    def ready(self) -> None:
        from qiaomen.ledger import stages
        from qiaomen.seals import folds, intake, records

        intake.register()
        folds.SEALS.register()
        stages.folds.append(folds.fold)
        self.kinds = records  # importing the module declares its kinds
