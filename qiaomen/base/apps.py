from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "qiaomen.base"
    label = "base"
