from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "qiaomen.access"
    label = "access"
