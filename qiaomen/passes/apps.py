"""Start-up: what passes adds."""

from django.apps import AppConfig


class PassesConfig(AppConfig):
    name = "qiaomen.passes"
    label = "passes"
