"""The field app: what a phone loads, and nothing that it says; that is `sync`."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """The shell, its modules and its service worker."""

    name = "qiaomen.field"
    label = "field"
