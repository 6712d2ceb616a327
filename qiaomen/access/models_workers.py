"""Who may do what where: organisations, workers and the one table of authority."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import connection, models
from django.db.models import Func, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from qiaomen.access.roles import MAY, Role, Verb, roles_with
from qiaomen.base.ids import NOBODY, new_id
from qiaomen.base.models import Outbreak, TableClass
from qiaomen.people.models import Sex
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


class WorkerSex(models.Model):
    """What sex the roster states of a worker, from one change until another; no row where it states none."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="sexes", verbose_name=_("worker"))
    sex = models.SmallIntegerField(_("sex"), choices=Sex.choices)
    from_change = models.UUIDField()
    until_change = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker"], condition=Q(until_change=None), name="access_workersex_one_now"),
            models.CheckConstraint(
                condition=Q(sex__in=[Sex.MALE, Sex.FEMALE, Sex.NOT_STATED]), name="access_workersex_stated"
            ),
        ]


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
