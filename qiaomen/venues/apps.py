"""Start-up: what venues adds to submit."""

from django.apps import AppConfig


class VenuesConfig(AppConfig):
    """Registers kinds and folds."""

    name = "qiaomen.venues"
    label = "venues"

    def ready(self) -> None:
        from qiaomen.ledger import stages
        from qiaomen.venues import folds, intake, records

        intake.register()
        stages.folds.append(folds.fold)
        stages.rebuilds.append(stages.Rebuild(folds.KEYS, folds.refold, folds.drop_orphans))
        self.kinds = records  # importing the module declares its kinds
