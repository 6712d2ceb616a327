"""Start-up: what resident adds."""

from django.apps import AppConfig


class ResidentConfig(AppConfig):
    name = "qiaomen.resident"
    label = "resident"
