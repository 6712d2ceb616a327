from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "qiaomen.console"
    label = "console"
