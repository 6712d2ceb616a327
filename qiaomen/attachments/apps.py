from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "qiaomen.attachments"
    label = "attachments"
