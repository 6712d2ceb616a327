"""Start-up: what monitoring adds to submit."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Registers kinds, facts and folds."""

    name = "qiaomen.monitoring"
    label = "monitoring"
