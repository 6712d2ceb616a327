"""What phones were given is forgotten after a while."""

from qiaomen.base.jobs import sweeper
from qiaomen.base.sql import run


@sweeper(cron="40 * * * *")
def forget_old_pages() -> None:
    """Shared pages that newer ones replaced, and scopes so old that a phone that had one begins anew."""
    run("DELETE FROM sync_bundle WHERE made_at < now() - interval '2 days'")
    run("DELETE FROM sync_scope WHERE made_at < now() - interval '60 days'")
