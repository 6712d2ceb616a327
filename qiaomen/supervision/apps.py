"""Start-up: what supervision adds to submit."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Registers kinds and folds."""

    name = "qiaomen.supervision"
    label = "supervision"

    def ready(self) -> None:
        from qiaomen.ledger import stages
        from qiaomen.supervision import intake, records, telling
        from qiaomen.supervision.folds import FINDINGS

        intake.register()
        FINDINGS.register()
        stages.folds.append(telling.fold)
        self.kinds = records  # importing the module declares its kinds
