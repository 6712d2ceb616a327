from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "qiaomen.duty"
    label = "duty"
