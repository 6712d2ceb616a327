"""Start-up: what stations adds."""

from django.apps import AppConfig


class StationsConfig(AppConfig):
    name = "qiaomen.stations"
    label = "stations"
