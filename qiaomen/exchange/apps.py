from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "qiaomen.exchange"
    label = "exchange"
