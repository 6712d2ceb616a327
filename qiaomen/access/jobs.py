"""What is only kept for a day is forgotten."""

from django.utils import timezone

from qiaomen.access import first_password, joining, messages, second_factor
from qiaomen.access.models import JoinClaim, JoinCode, JoinLink
from qiaomen.base.jobs import sweeper


@sweeper(cron="25 * * * *")
def forget_old_claims() -> None:
    """Who asked to join more than a day ago, with the name and phone that they typed; digits and links that died."""
    now = timezone.now()
    JoinClaim.objects.filter(expires_at__lt=now).delete()
    JoinCode.objects.filter(expires_at__lt=now).delete()
    JoinLink.objects.filter(expires_at__lt=now - joining.LIFE).delete()  # who asked at its last moment has a day


@sweeper(cron="35 * * * *")
def forget_unconfirmed_factors() -> None:
    """Second factors that somebody began to set up, and left."""
    second_factor.forget_unconfirmed(timezone.now())


@sweeper(cron="45 * * * *")
def forget_first_passwords() -> None:
    """Passwords that a command made up, and nobody changed within their three days."""
    first_password.forget_old(timezone.now())


@sweeper(cron="* * * * * */5")
def deliver_messages() -> None:
    """One-time codes and alarms, within seconds."""
    messages.deliver(timezone.now())
