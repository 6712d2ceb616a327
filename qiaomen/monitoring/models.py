"""Monitoring's tables: episodes, and what is due in them. All are folded from people's records."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.base.models import TableClass


class EpisodeState(models.TextChoices):
    """How far an episode is."""

    OPEN = "open", _("under a measure")
    IN_CARE = "in_care", _("in medical care")
    TO_RELEASE = "to_release", _("to be released in writing")
    RELEASED = "released", pgettext_lazy("episode", "released")
    ENDED = "ended", pgettext_lazy("episode", "ended")


class EndedBy(models.TextChoices):
    """Why no measure is in force any more."""

    PERIOD = "period", _("the period is over")
    POLICY = "policy", _("the rules no longer ask for it")
    DECISION = "decision", _("a decision")


class Episode(models.Model):
    """One person's stretch under measures (管控期), from the status that began it to the written release."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the status record that began it")
    person = models.UUIDField(db_index=True, help_text="the canonical id")
    state = models.CharField(max_length=10, choices=EpisodeState.choices)
    status = models.UUIDField(help_text="the newest status record that was folded")
    edition = models.UUIDField(null=True)
    measure = models.CharField(max_length=24)
    isolates = models.BooleanField()
    where = models.CharField(max_length=8, blank=True)
    checks_a_day = models.SmallIntegerField()
    phases = models.JSONField(help_text="each with its measure, day 0, first moment and end: see episode.Phase")
    started = models.DateTimeField()
    phase_since = models.DateTimeField(help_text="when the measure in force began")
    day_zero = models.DateField(null=True, help_text="of the reason that reaches furthest")
    credited_days = models.SmallIntegerField(help_text="days served before the measure in force began")
    phase_end = models.DateTimeField(null=True, help_text="as the status says; empty: not settled yet")
    due_end = models.DateTimeField(null=True, help_text="of the last phase, as the status says")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=8, blank=True, choices=EndedBy.choices)
    voluntary = models.BooleanField(null=True)
    ordered_by = models.CharField(max_length=12, blank=True)
    document = models.CharField(max_length=120, blank=True)
    served_at = models.DateTimeField(null=True)
    receipt = models.BooleanField(default=False)
    remedy = models.CharField(max_length=16, blank=True)
    companions = models.UUIDField(null=True, help_text="the record that names the five")
    last_check_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    last_call_at = models.DateTimeField(null=True)
    last_outcome = models.CharField(max_length=12, blank=True)
    calls = models.SmallIntegerField()
    promise_due = models.DateTimeField(null=True)
    questions = models.JSONField(help_text="each with who is asked and what each said: see thread.Asked")
    open_questions = models.SmallIntegerField()
    question_due = models.DateTimeField(null=True, help_text="of the open ones, the next")
    open_needs = ArrayField(models.CharField(max_length=12), default=list)
    transfer = models.UUIDField(null=True)
    transfer_state = models.CharField(max_length=10, blank=True)
    pick_up_at = models.DateTimeField(null=True)
    referral = models.UUIDField(null=True, help_text="the newest one that has not ended, or the newest")
    referral_state = models.CharField(max_length=12, blank=True)
    referral_at = models.DateTimeField(null=True)
    tests = models.JSONField(help_text="the tests that the edition asks for, by day, with what came of them")
    tests_owed = models.SmallIntegerField(help_text="of these, those without a negative")
    checked_at = models.DateTimeField(null=True, help_text="the community's check before release")
    notice_at = models.DateTimeField(null=True, help_text="when the written release was given")
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(
                fields=["state"],
                condition=Q(state__in=["open", "in_care", "to_release"]),
                name="monitoring_episode_live",
            ),
            models.Index(
                fields=["referral_at"], condition=Q(referral_state="waiting"), name="monitoring_episode_referral"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="monitoring_episode_one_open")
        ]


class NoticeCode(models.Model):
    """The code on a served notice, by which whom it is about may read what holds for them."""

    table_class: ClassVar = TableClass.REGISTER
    code_hash = models.BinaryField(primary_key=True)
    person = models.UUIDField(help_text="whom the notice is about")
    status = models.UUIDField(help_text="the status record that the notice tells of")
    printed_at = models.DateTimeField()


class CheckDone(models.Model):
    """One check of a person under a measure, and for which of the day's slots it counts."""

    table_class: ClassVar = TableClass.STATE
    record = models.UUIDField(primary_key=True)
    person = models.UUIDField()
    episode = models.UUIDField(db_index=True)
    day = models.DateField()
    slot = models.SmallIntegerField()
    at = models.DateTimeField()
    how = models.CharField(max_length=6)
    temperature = models.FloatField(null=True, help_text="°C")
    symptoms = ArrayField(models.CharField(max_length=24), default=list)
    by = models.UUIDField()
    change = models.UUIDField()


class Referred(models.Model):
    """A referral to medical care (转诊), and how far it is."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the referral record")
    person = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    to = models.CharField(max_length=16)
    how = models.CharField(max_length=16, blank=True)
    symptoms = ArrayField(models.CharField(max_length=24), default=list)
    temperature = models.FloatField(null=True, help_text="°C")
    by_system = models.BooleanField()
    state = models.CharField(max_length=12)
    acknowledged_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    change = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["at"], condition=Q(state="waiting"), name="monitoring_referred_waiting")]


class Overdue(models.Model):
    """Something that the leads were told is overdue, and who took notice."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the escalation record")
    person = models.UUIDField(db_index=True)
    what = models.CharField(max_length=16)
    about = models.UUIDField(null=True)
    at = models.DateTimeField()
    on = models.DateField(null=True)
    slot = models.SmallIntegerField(default=0)
    leads = ArrayField(models.UUIDField(), default=list)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True, help_text="when what was overdue was done after all")
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["at"], condition=Q(seen_at=None, settled_at=None), name="monitoring_overdue_waiting")
        ]
