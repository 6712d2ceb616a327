"""Start-up: what supervision adds to submit."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Registers kinds and folds."""

    name = "qiaomen.supervision"
    label = "supervision"

    def ready(self) -> None:
        from qiaomen.ledger import stages
        from qiaomen.supervision import folds, intake, records

        intake.register()
        # Findings and their steps state nothing of people. That they speak makes them known to the fold.
        stages.facts["finding"] = stages.FactSource(lambda said: [])
        stages.facts["finding_step"] = stages.FactSource(lambda said: [])
        stages.folds.append(folds.fold)
        stages.rebuilds.append(
            stages.Rebuild(folds.KEYS, folds.refold, folds.drop_orphans, over="records", kinds=lambda: folds.KINDS)
        )
        self.kinds = records  # importing the module declares its kinds
