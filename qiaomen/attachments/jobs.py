"""Photos that never arrived as a whole are forgotten after a while."""

from qiaomen.base.jobs import sweeper
from qiaomen.base.sql import run


@sweeper(cron="50 19 * * *")
def forget_unfinished() -> None:
    """What is here of photos that were begun a week ago. A phone that still has one sends it from the beginning."""
    run(
        """
        WITH gone AS (
            DELETE FROM attachments_upload WHERE attachment IS NULL AND begun_at < now() - interval '7 days'
            RETURNING id
        )
        DELETE FROM attachments_part WHERE upload_id IN (SELECT id FROM gone)
        """
    )
