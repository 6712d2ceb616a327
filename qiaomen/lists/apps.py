"""Start-up: what lists adds to submit."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Registers kinds, facts and folds."""

    name = "qiaomen.lists"
    label = "lists"
