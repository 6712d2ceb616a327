"""Start-up: what supervision adds to submit."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Registers kinds and folds."""

    name = "qiaomen.supervision"
    label = "supervision"

    def ready(self) -> None:
        from qiaomen.supervision import intake, records
        from qiaomen.supervision.folds import FINDINGS

        intake.register()
        FINDINGS.register()
        self.kinds = records  # importing the module declares its kinds
