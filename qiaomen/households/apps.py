"""Start-up: what households adds to submit."""

from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    """Registers kinds, checks and the stage that says who is who and lives where."""

    name = "qiaomen.households"
    label = "households"

    def ready(self) -> None:
        from qiaomen.households import aliases, homes, past, records, registers
        from qiaomen.ledger import stages

        self.kinds = records  # importing the module declares its kinds
        stages.references["person_merge"] = registers.merge_references
        stages.references["move"] = registers.move_references
        stages.also_at["move"] = registers.old_homes
        stages.checks["person_merge"] = registers.check_merges
        stages.facts["move"] = stages.FactSource(homes.moved)
        stages.registers.append(registers.register)
        stages.pasts.append(past.go_back)
        stages.rebuilds.append(
            stages.Rebuild(
                {"households_judgement": "record"},
                aliases.refold,
                aliases.drop_orphans,
                over="records",
                kinds=lambda: ("person_merge",),
            )
        )
