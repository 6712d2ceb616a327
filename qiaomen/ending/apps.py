"""Start-up: the end of data."""

from django.apps import AppConfig


class EndingConfig(AppConfig):
    """Retention, and closing an outbreak."""

    name = "qiaomen.ending"
    label = "ending"

    def ready(self) -> None:
        """No outbreak opens while another one is being emptied."""
        from qiaomen.base import outbreaks
        from qiaomen.ending import closing

        outbreaks.unfinished.append(closing.is_unfinished)
