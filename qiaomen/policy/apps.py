"""Start-up: what policy adds to submit."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Registers kinds, facts and folds."""

    name = "qiaomen.policy"
    label = "policy"

    def ready(self) -> None:
        from qiaomen.ledger import stages
        from qiaomen.policy import facts, intake, objections, records, standing, status, verifying

        facts.register()
        intake.register()
        stages.folds[:0] = [verifying.touch, status.before_facts]
        stages.vouchers.append(verifying.vouch)
        stages.folds += [objections.fold, status.fold]
        stages.rebuilds += [
            stages.Rebuild(
                {"policy_standing": "person"}, standing.refold, standing.drop_orphans, over="people",
                kinds=lambda: ("status",),
            ),
            stages.Rebuild(
                {"policy_objection": "person"}, objections.refold, objections.drop_orphans, over="people",
                kinds=lambda: ("objection",),
            ),
        ]  # fmt: skip
        self.kinds = records  # importing the module declares its kinds
