"""Start-up: what clues adds to submit."""

from django.apps import AppConfig


class CluesConfig(AppConfig):
    """Registers kinds and folds."""

    name = "qiaomen.clues"
    label = "clues"

    def ready(self) -> None:
        from qiaomen.clues import records
        from qiaomen.clues.folds import CLUES

        CLUES.register()
        self.kinds = records  # importing the module declares its kinds
