"""Start-up of paper."""

from django.apps import AppConfig


class PaperConfig(AppConfig):
    """Sheets and lists that are printed."""

    name = "qiaomen.paper"
    label = "paper"
