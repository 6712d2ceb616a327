"""What the ledger looks after by the clock."""

from qiaomen.base.jobs import sweeper
from qiaomen.base.models import Outbreak
from qiaomen.ledger import submit


@sweeper(cron="*/10 * * * *")
def release_left_behind() -> None:
    """Held records whose needs came while a server died between bringing them and letting go."""
    outbreak = Outbreak.objects.filter(closed_at=None).first()
    if outbreak is not None:
        submit.release_left_behind(outbreak.keys)
