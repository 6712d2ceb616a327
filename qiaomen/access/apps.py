from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "qiaomen.access"
    label = "access"

    def ready(self) -> None:
        from qiaomen.access import sessions

        self.sessions = sessions  # hears of sign-ins from the first one on
