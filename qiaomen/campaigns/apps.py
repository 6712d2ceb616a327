"""Start-up: sweeps register their kinds, checks and folds with the ledger."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Registers what sweeps add to submit."""

    name = "qiaomen.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        from qiaomen.campaigns import facts, folds, intake, newcomers, past, rebuild, registers
        from qiaomen.ledger import stages

        stages.tables["campaign"] = "campaigns_campaign"
        for kind in ("visit", "self_report", "claim_review"):
            stages.references[kind] = intake.campaign_references
        stages.references["place_added"] = intake.place_references
        stages.references["door_added"] = intake.door_references
        stages.provides["visit"] = stages.provides["self_report"] = intake.visit_provides
        stages.provides["place_added"] = intake.place_provides
        stages.provides["door_added"] = intake.door_provides
        stages.checks["visit"] = stages.checks["self_report"] = intake.check_visits
        stages.checks["door_changed"] = intake.check_door_changes
        stages.facts["visit"] = stages.facts["self_report"] = stages.FactSource(facts.states, facts.speaks)
        stages.registers.append(registers.register)
        stages.appearances.append(newcomers.named_at)
        stages.folds.append(folds.fold_targets)
        stages.pasts.append(past.go_back)
        stages.rebuilds.append(stages.Rebuild(rebuild.KEYS, rebuild.refold, rebuild.drop_orphans))
