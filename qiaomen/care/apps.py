"""Start-up: what care adds."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "qiaomen.care"
    label = "care"
