"""Who may do what where: organisations, workers, their phones, and the one table of authority."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import connection, models
from django.db.models import Func, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.access.roles import MAY, Role, Verb, roles_with
from qiaomen.base.ids import NOBODY, new_id
from qiaomen.base.models import Outbreak, TableClass
from qiaomen.places.models import Place

# As `GrantQuerySet.in_force`.
_IN_FORCE = """
SELECT g.role, p.path FROM access_grant g JOIN places_place p ON p.id = g.place_id
WHERE g.worker_id = %s AND g.since <= statement_timestamp() AND (g.until IS NULL OR g.until > statement_timestamp())
"""


class Organisation(models.Model):
    """An agency or backing organisation (后盾单位)."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(_("name"), max_length=80, unique=True)
    strength = models.PositiveIntegerField(_("people it can send"), null=True)

    class Meta:
        verbose_name = _("organisation")

    def __str__(self) -> str:
        return self.name


class WorkerManager(BaseUserManager["Worker"]):
    """Finds and makes workers."""

    def create_login(self, *, username: str, password: str, name: str) -> "Worker":
        """A worker who signs in to the console."""
        worker = self.model(username=username, name=name)
        worker.set_password(password)
        worker.save()
        return worker


class Worker(AbstractBaseUser):
    """Anyone with an account. Field workers have no username and no password: their phone is enrolled."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    username = models.CharField(_("user name"), max_length=40, unique=True, null=True)  # noqa: DJ001 (many have none)
    name = models.CharField(_("name"), max_length=60)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="workers", verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=40, blank=True)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT, null=True)
    sealed_phone = models.BinaryField(null=True)
    phone_hash = models.BinaryField(null=True)
    is_police = models.BooleanField(_("police"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    objects = WorkerManager()
    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = _("worker")
        indexes = [models.Index(fields=["phone_hash"], name="access_worker_phone")]

    def __str__(self) -> str:
        return self.name

    def roles(self) -> set[Role]:
        """The roles that some grant in force now gives."""
        return {role for role, _path in self.held()}

    def may(self, verb: Verb, place: Place | None = None) -> bool:
        """Whether some grant in force now allows this, at `place` or anywhere."""
        return any(verb in MAY[role] and (place is None or place.path.startswith(path)) for role, path in self.held())

    def held(self) -> list[tuple[Role, str]]:
        """Role and place's path of each grant in force now; within a request, of those at its beginning (`hold`)."""
        held: list[tuple[Role, str]] | None = self.__dict__.get("_held")
        return _held(self.pk) if held is None else held

    def hold(self) -> None:
        """Keep what is held now: a request asks for it a dozen times. Only for a worker read for this request alone."""
        self._held = _held(self.pk)


def _held(worker: UUID) -> list[tuple[Role, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [worker])
        return [(Role(role), path) for role, path in cursor.fetchall()]


class GrantQuerySet(models.QuerySet["Grant"]):
    """Reads of grants."""

    def in_force(self, at: datetime | None = None) -> "GrantQuerySet":
        """Those in force at a time (default: now)."""
        moment: Any = at or Now()
        return self.filter(Q(until=None) | Q(until__gt=moment), since__lte=moment)

    def allowing(self, verb: Verb) -> "GrantQuerySet":
        """Those whose role may do this."""
        return self.filter(role__in=roles_with(verb))


class Grant(models.Model):
    """The one table of authority: a worker has a role at a place and below it, from when to when."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="grants", verbose_name=_("worker"))
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    place = models.ForeignKey(Place, models.PROTECT, verbose_name=_("place"))
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True)
    ground = models.CharField(_("ground"), max_length=120, blank=True)
    source = models.UUIDField(null=True, help_text="the zone or duty that it follows from; null when given by hand")
    given_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    change = models.UUIDField(null=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        indexes = [models.Index(fields=["source"], condition=Q(source__isnull=False), name="access_grant_source")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="access_grant_until_after_since"
            ),
            ExclusionConstraint(
                name="access_grant_once_at_a_time",
                expressions=[
                    ("worker", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("source", Value(NOBODY)), RangeOperators.EQUAL),
                    (Func("since", "until", function="tstzrange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Device(models.Model):
    """A phone. What an author signed in on it sends goes up under that author's own token."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(_("name"), max_length=60, blank=True)
    seen_at = models.DateTimeField(null=True)


class Enrolment(models.Model):
    """One author on one phone: the token's hash, from enrolment to revocation."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="enrolments")
    device = models.ForeignKey(Device, models.CASCADE, related_name="enrolments")
    outbreak = models.ForeignKey(Outbreak, models.PROTECT)
    token_hash = models.BinaryField(unique=True, help_text="SHA-256 of a 256-bit random token")
    since = models.DateTimeField(help_text="records made earlier need a lead's review")
    enrolled_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "device"], condition=Q(revoked_at=None), name="access_enrolment_one_a_phone"
            )
        ]


class Invitation(models.Model):
    """A personal code by which a worker enrols a phone: used once, dead after 24 hours."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="invitations")
    code_hash = models.BinaryField(unique=True)
    since = models.DateTimeField(help_text="from when the phone's records count")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_on = models.UUIDField(null=True, help_text="the phone, which may ask again when the answer got lost")
    given_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")


class JoinLink(models.Model):
    """The link by which the people of an organisation ask to join; it dies after 24 hours, or when it is revoked."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="join_links")
    code_hash = models.BinaryField(unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")


class JoinClaim(models.Model):
    """Somebody who asked to join: whom the roster knows by that name and phone, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    link = models.ForeignKey(JoinLink, models.CASCADE, related_name="claims")
    worker = models.ForeignKey(Worker, models.CASCADE, null=True, related_name="join_claims")
    sealed = models.BinaryField(null=True, help_text="name and phone as they were typed, until it is settled")
    secret_hash = models.BinaryField(unique=True)
    device = models.UUIDField()
    device_name = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, help_text="wrong codes typed on this phone")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["asked_at"], condition=Q(state="waiting"), name="access_joinclaim_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "device"], condition=Q(state="waiting"), name="access_joinclaim_one_waiting"
            )
        ]


class JoinCode(models.Model):
    """Six digits that confirm one worker who asked to join: for 24 hours and a few tries."""

    table_class: ClassVar = TableClass.REGISTER
    worker = models.OneToOneField(Worker, models.CASCADE, primary_key=True, related_name="join_code")
    code_hash = models.BinaryField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    given_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")


class SecondFactor(models.Model):
    """What a worker shows beside the password: the codes of an app. It counts once one of them confirmed it."""

    table_class: ClassVar = TableClass.REGISTER
    worker = models.OneToOneField(Worker, models.CASCADE, primary_key=True, related_name="second_factor")
    sealed = models.BinaryField(help_text="the app's secret, under the district's own key")
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    step = models.BigIntegerField(default=0, help_text="of the last code that counted: none counts twice")


class RecoveryCode(models.Model):
    """A code that stands in for a lost phone, once: it goes when it is used."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="recovery_codes")
    code_hash = models.BinaryField(unique=True)


class MessageQuerySet(models.QuerySet["Message"]):
    """Reads of messages."""

    def due(self, now: datetime) -> "MessageQuerySet":
        """Those that are to be tried now."""
        return self.filter(state="waiting", next_at__lte=now).order_by("next_at", "id")


class Message(models.Model):
    """A message to one phone: what for, and what came of it. Number and words are sealed, and gone once it is out."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("message", "waits")
        SENT = "sent", pgettext_lazy("message", "sent")
        FAILED = "failed", pgettext_lazy("message", "failed")

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.CASCADE)
    at = models.DateTimeField(default=timezone.now)
    purpose = models.CharField(max_length=24)
    subject = models.UUIDField(help_text="whom it is for, or what about")
    sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=16, blank=True, help_text="a word: no_channel, not_taken, too_late")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="access_message_waiting"),
            models.Index(fields=["at"], name="access_message_at"),
        ]


class Glass(models.Model):
    """Somebody broke the glass (破窗): three hours at a place outside their area, for a reason; reviewed afterwards."""

    class Found(models.TextChoices):
        JUSTIFIED = "justified", pgettext_lazy("break-glass", "justified")
        ASKED = "asked", pgettext_lazy("break-glass", "to be talked about")

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="glasses")
    place = models.ForeignKey(Place, models.PROTECT, verbose_name=_("place"))
    sealed = models.BinaryField(null=True, help_text="the reason")
    since = models.DateTimeField()
    until = models.DateTimeField()
    found = models.CharField(max_length=12, choices=Found.choices, blank=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["since"], condition=Q(reviewed_at=None), name="access_glass_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=models.F("worker")), name="access_glass_by_another"
            )
        ]


class Audit(models.Model):
    """What somebody did or looked at, written in the same transaction."""

    table_class: ClassVar = TableClass.LEDGER
    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField(auto_now_add=True)
    worker = models.UUIDField(null=True)
    action = models.CharField(max_length=40)
    subject = models.UUIDField(null=True)
    details = models.JSONField(default=dict, help_text="never a name, an id number or a phone")

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"], name="access_audit_subject"),
            models.Index(fields=["action", "at"], name="access_audit_action"),
        ]
