"""Start-up: what shifts add to submit."""

from django.apps import AppConfig


class ShiftsConfig(AppConfig):
    """Registers kinds and folds."""

    name = "qiaomen.shifts"
    label = "shifts"

    def ready(self) -> None:
        from qiaomen.shifts import folds, intake, records

        self.kinds = records  # importing the module declares its kinds
        intake.register()
        folds.register()
