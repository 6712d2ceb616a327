"""Start-up: sweeps register their kinds, checks and folds with the ledger."""

from collections.abc import Sequence
from uuid import UUID

from django.apps import AppConfig

MISSING = """
SELECT w FROM unnest(%b::uuid[]) w WHERE NOT EXISTS (SELECT 1 FROM campaigns_campaign c WHERE c.id = w)
"""


class CampaignsConfig(AppConfig):
    """Registers what sweeps add to submit."""

    name = "qiaomen.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        from qiaomen.base.sql import rows
        from qiaomen.campaigns import folds, intake, rebuild, registers
        from qiaomen.ledger import stages

        def campaigns(ids: Sequence[UUID]) -> set[UUID]:
            return {row[0] for row in rows(MISSING, [list(ids)])}

        stages.missing["campaign"] = campaigns
        for kind in ("visit", "self_report", "claim_review"):
            stages.references[kind] = intake.campaign_references
        stages.references["place_added"] = intake.place_references
        stages.references["door_added"] = intake.door_references
        stages.provides["visit"] = stages.provides["self_report"] = intake.visit_provides
        stages.provides["place_added"] = intake.place_provides
        stages.provides["door_added"] = intake.door_provides
        stages.checks["visit"] = stages.checks["self_report"] = intake.check_visits
        stages.checks["door_changed"] = intake.check_door_changes
        stages.registers.append(registers.register)
        stages.folds.append(folds.fold_targets)
        stages.rebuilds.append(stages.Rebuild(rebuild.TABLES, rebuild.refold, rebuild.drop_orphans))
