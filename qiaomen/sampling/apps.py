"""Start-up: what testing adds to submit."""

from django.apps import AppConfig


class SamplingConfig(AppConfig):
    """Registers kinds, rules and folds."""

    name = "qiaomen.sampling"
    label = "sampling"

    def ready(self) -> None:
        from qiaomen.ledger import stages
        from qiaomen.sampling import folds, intake, outcomes, records

        self.kinds = records  # importing the module declares its kinds
        intake.register()
        # Before the facts: what follows for people from a tube's result is stated in the same submit.
        stages.folds.insert(0, outcomes.follow)
        for thread in (folds.SAMPLES, folds.PLACE_SAMPLES, folds.TUBES, folds.RESULTS):
            thread.register()
