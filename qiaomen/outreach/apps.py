"""Start-up: what outreach adds."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "qiaomen.outreach"
    label = "outreach"
