from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "qiaomen.campaigns"
    label = "campaigns"
