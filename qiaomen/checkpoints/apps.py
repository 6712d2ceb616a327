"""Start-up: what checkpoints adds."""

from django.apps import AppConfig


class CheckpointsConfig(AppConfig):
    name = "qiaomen.checkpoints"
    label = "checkpoints"
