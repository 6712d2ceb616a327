"""Start-up: what disinfection adds to submit."""

from django.apps import AppConfig


class DisinfectionConfig(AppConfig):
    """Registers kinds and folds."""

    name = "qiaomen.disinfection"
    label = "disinfection"

    def ready(self) -> None:
        from qiaomen.disinfection import events, intake, records
        from qiaomen.disinfection.folds import ASKED, DONE
        from qiaomen.ledger import stages

        intake.register()
        for thread in (ASKED, DONE):
            thread.register()
        stages.folds.append(events.fold)
        self.kinds = records  # importing the module declares its kinds
