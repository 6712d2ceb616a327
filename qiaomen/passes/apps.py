"""Start-up: what passes adds to submit."""

from django.apps import AppConfig


class PassesConfig(AppConfig):
    """Registers kinds, checks and folds. It comes after policy: a pass's colour is that of the settled status."""

    name = "qiaomen.passes"
    label = "passes"

    def ready(self) -> None:
        from qiaomen.ledger import stages
        from qiaomen.passes import folds, intake, records

        intake.register()
        stages.folds.append(folds.fold)
        stages.rebuilds += [
            stages.Rebuild(
                {"passes_pass": "person"}, folds.refold, folds.drop_orphans, over="people",
                kinds=lambda: ("pass_event",),
            ),
            stages.Rebuild(
                {"passes_ask": "id"}, folds.refold_asks, folds.drop_orphaned_asks, over="records",
                kinds=lambda: ("pass_ask",),
            ),
        ]  # fmt: skip
        self.kinds = records  # importing the module declares its kinds
