"""Start-up: what gates adds."""

from django.apps import AppConfig


class GatesConfig(AppConfig):
    name = "qiaomen.gates"
    label = "gates"
