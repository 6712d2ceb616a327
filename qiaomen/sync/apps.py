from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "qiaomen.sync"
    label = "sync"
