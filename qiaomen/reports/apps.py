"""Start-up: the daily report knows what can be counted."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Figures as data, frozen at the cut-off."""

    name = "qiaomen.reports"
    label = "reports"

    def ready(self) -> None:
        from qiaomen.reports import (
            records,
            sources_care,
            sources_checkpoints,
            sources_clues,
            sources_district,
            sources_doors,
            sources_gates,
            sources_help,
            sources_inspection,
            sources_outreach,
            sources_people,
            sources_phoned,
            sources_sampling,
            sources_shifts,
            sources_venues,
        )

        self.kinds = records
        # Importing the modules declares their sources.
        self.sources = [
            sources_district,
            sources_doors,
            sources_people,
            sources_care,
            sources_checkpoints,
            sources_clues,
            sources_gates,
            sources_help,
            sources_inspection,
            sources_outreach,
            sources_phoned,
            sources_sampling,
            sources_shifts,
            sources_venues,
        ]
