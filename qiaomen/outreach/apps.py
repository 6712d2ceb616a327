"""Start-up: what outreach adds to submit."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Registers the kind, what it refers to, and its fold."""

    name = "qiaomen.outreach"
    label = "outreach"

    def ready(self) -> None:
        from qiaomen.ledger import stages
        from qiaomen.outreach import folds, intake

        stages.tables["material"] = "outreach_material"
        stages.references["handout"] = intake.references
        stages.folds.append(folds.fold)
        stages.rebuilds.append(
            stages.Rebuild(
                {"outreach_handout": "id"}, folds.refold, folds.drop_orphans, over="records", kinds=lambda: ("handout",)
            )
        )
