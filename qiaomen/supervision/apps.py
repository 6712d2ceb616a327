"""Start-up: what supervision adds."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "qiaomen.supervision"
    label = "supervision"
