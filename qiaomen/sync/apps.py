"""Start-up: what phones were given is a cache."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    """Registers the caches that a rebuild drops."""

    name = "qiaomen.sync"
    label = "sync"

    def ready(self) -> None:
        from qiaomen.ledger import stages

        stages.caches += ["sync_bundle", "sync_scope"]
