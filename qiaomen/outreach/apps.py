"""Start-up: what outreach adds to submit."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Registers the kinds, what they refer to, their folds, and how messages looked at a past moment."""

    name = "qiaomen.outreach"
    label = "outreach"

    def ready(self) -> None:
        from qiaomen.ledger import stages
        from qiaomen.outreach import folds, intake, past

        stages.tables["material"] = "outreach_material"
        intake.register()
        stages.folds.append(folds.fold)
        stages.rebuilds.append(
            stages.Rebuild(
                {"outreach_handout": "id"}, folds.refold, folds.drop_orphans, over="records", kinds=lambda: ("handout",)
            )
        )
        for thread in (folds.ROUNDS, folds.DONE):
            thread.register()
        stages.pasts.append(past.go_back)
