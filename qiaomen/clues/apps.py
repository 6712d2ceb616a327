"""Start-up: what clues adds to submit."""

from django.apps import AppConfig


class CluesConfig(AppConfig):
    """Registers kinds and folds."""

    name = "qiaomen.clues"
    label = "clues"

    def ready(self) -> None:
        from qiaomen.clues import folds, records
        from qiaomen.ledger import stages

        # A clue states nothing of people. That it speaks makes it known to the fold.
        stages.facts["clue"] = stages.FactSource(lambda said: [])
        stages.folds.append(folds.fold)
        stages.rebuilds.append(
            stages.Rebuild(folds.KEYS, folds.refold, folds.drop_orphans, over="records", kinds=lambda: folds.KINDS)
        )
        self.kinds = records  # importing the module declares its kinds
