"""Start-up: what venues adds."""

from django.apps import AppConfig


class VenuesConfig(AppConfig):
    name = "qiaomen.venues"
    label = "venues"
