from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "qiaomen.ledger"
    label = "ledger"
