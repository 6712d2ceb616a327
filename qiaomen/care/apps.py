"""Start-up: what care adds to submit."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Registers kinds and folds."""

    name = "qiaomen.care"
    label = "care"

    def ready(self) -> None:
        from qiaomen.care import arrivals, intake, records
        from qiaomen.care.folds import DAILY, NEEDS, ORDERS
        from qiaomen.ledger import stages

        intake.register()
        for thread in (NEEDS, DAILY, ORDERS):
            thread.register()
        stages.folds.append(arrivals.fold)
        self.kinds = records  # importing the module declares its kinds
