"""Start-up: what policy adds to submit."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Registers kinds, facts and folds."""

    name = "qiaomen.policy"
    label = "policy"
