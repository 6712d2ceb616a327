"""Start-up: what households adds to submit."""

from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    """Registers kinds, facts and folds."""

    name = "qiaomen.households"
    label = "households"
