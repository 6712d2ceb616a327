"""Start-up: what care adds to submit."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Registers kinds and folds."""

    name = "qiaomen.care"
    label = "care"

    def ready(self) -> None:
        from qiaomen.care import intake, records
        from qiaomen.care.folds import NEEDS

        intake.register()
        NEEDS.register()
        self.kinds = records  # importing the module declares its kinds
