"""Start-up: nothing but the name."""

from django.apps import AppConfig


class CityConfig(AppConfig):
    """The city's view of its districts, and what a district tells the city."""

    name = "qiaomen.city"
    label = "city"
