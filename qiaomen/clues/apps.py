"""Start-up: what clues adds."""

from django.apps import AppConfig


class CluesConfig(AppConfig):
    name = "qiaomen.clues"
    label = "clues"
