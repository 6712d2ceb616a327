"""Start-up: what clues adds to submit."""

from django.apps import AppConfig


class CluesConfig(AppConfig):
    """Registers kinds, rules and folds; what follows from clues comes after they are folded."""

    name = "qiaomen.clues"
    label = "clues"

    def ready(self) -> None:
        from qiaomen.clues import dispatching, files, intake, records, rewards
        from qiaomen.clues.folds import CLUES
        from qiaomen.ledger import stages

        intake.register()
        CLUES.register()
        stages.folds.insert(0, files.touch)
        stages.vouchers.append(files.vouch)
        stages.pasts.append(files.past)
        stages.folds += [dispatching.begin, rewards.fold]
        self.kinds = records  # importing the module declares its kinds
