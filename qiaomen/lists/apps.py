"""Start-up: what lists adds to submit."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Registers kinds, facts and folds."""

    name = "qiaomen.lists"
    label = "lists"

    def ready(self) -> None:
        from qiaomen.ledger import facts, stages
        from qiaomen.lists import folds, intake

        stages.tables["list"] = "lists_list"
        stages.references["list_row"] = intake.row_references
        stages.references["list_row_step"] = intake.step_references
        stages.checks["list_row"] = intake.check_rows
        stages.checks["list_row_step"] = intake.check_steps
        stages.facts["list_row"] = stages.FactSource(folds.states)
        # A step states nothing by itself; its row does. That it speaks makes it known to the fold.
        stages.facts["list_row_step"] = stages.FactSource(lambda step: [])
        stages.folds.insert(stages.folds.index(facts.fold) + 1, folds.fold)
        stages.rebuilds.append(
            stages.Rebuild(folds.KEYS, folds.refold, folds.drop_orphans, over="records", kinds=lambda: folds.KINDS)
        )
