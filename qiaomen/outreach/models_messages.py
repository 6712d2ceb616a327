"""Messages to many: what is said to whom, at once or each day, and each recipient with what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass
from qiaomen.outreach.models_means import Language
from qiaomen.places.models import Place


class Via(models.TextChoices):
    """How a message goes out."""

    NOW = "now", pgettext_lazy("message", "by the district's channels")
    FILE = "file", pgettext_lazy("message", "by a carrier: a file of numbers, and its receipts")


class Outcome(models.TextChoices):
    """How far a recipient is."""

    WAITING = "waiting", pgettext_lazy("message", "to be told")
    TAKEN = "taken", pgettext_lazy("message", "being told")
    SENT = "sent", pgettext_lazy("message", "told")
    MISSED = "missed", pgettext_lazy("message", "missed")


class Why(models.TextChoices):
    """Why somebody was missed."""

    NO_PHONE = "no_phone", pgettext_lazy("missed", "no phone on file")
    NOBODY = "nobody", pgettext_lazy("missed", "no channel, and nobody answers there who has a phone")
    NO_CHANNEL = "no_channel", pgettext_lazy("missed", "the district has no channel to phones")
    NOT_TAKEN = "not_taken", pgettext_lazy("missed", "the channel did not take it")
    REFUSED = "refused", pgettext_lazy("missed", "refused by the carrier")
    UNSURE = "unsure", pgettext_lazy("missed", "the server stopped while it was sent: perhaps told")
    CANCELLED = "cancelled", pgettext_lazy("missed", "cancelled before")
    FAILED = "failed", pgettext_lazy("missed", "it could not be put together")


class Addressed(models.Model):
    """What is said to whom, from which place, and how it goes out. Its words are sealed."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    audience = models.JSONField(help_text="see audience.Audience")
    via = models.CharField(max_length=4, choices=Via.choices, default=Via.NOW)
    language = models.CharField(max_length=4, choices=Language.choices, default=Language.ZH)
    sealed = models.BinaryField(null=True, help_text="see wording.Words")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Daily(Addressed):
    """A message that goes out each day at an hour, to whoever belongs to its audience then."""

    at = models.CharField(max_length=5, help_text="local time: 09:00")
    made_by = models.UUIDField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="when one could not be made; null again once one is")
    failed = models.CharField(max_length=40, blank=True, help_text="the problem's code, where it is one")
    change = models.UUIDField()

    class Meta:
        ordering = ["at", "title", "id"]


class Message(Addressed):
    """A message to everybody of an audience. Its words are sealed, and forgotten after 30 days; its counts stay."""

    again_of = models.ForeignKey("self", models.CASCADE, null=True, related_name="again")
    daily = models.ForeignKey(Daily, models.CASCADE, null=True, related_name="messages")
    day = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True, help_text="null for what goes out by itself each day")
    cancelled_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True, help_text="when the carrier's file was taken last")
    forgotten_at = models.DateTimeField(null=True)
    change = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["daily", "day"], name="outreach_message_once_a_day")]
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="outreach_message_made"),
            models.Index(fields=["made_at"], condition=Q(finished_at=None), name="outreach_message_open"),
        ]


class Telling(models.Model):
    """One recipient of a message: a door, a person, a place's channel or whoever answers for it; and what came of it.

    Addresses stay where they are kept: they are opened when it is sent. `key` is a keyed hash of the address, so that
    none is told twice; whoever shares it with an earlier one is `same_as` that.
    """

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    message = models.ForeignKey(Message, models.CASCADE, related_name="tellings")
    ordinal = models.PositiveIntegerField()
    place = models.UUIDField()
    door = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    worker = models.UUIDField(null=True)
    channel = models.UUIDField(null=True)
    key = models.BinaryField(null=True)
    same_as = models.UUIDField(null=True)
    state = models.CharField(max_length=7, choices=Outcome.choices, default=Outcome.WAITING)
    why = models.CharField(max_length=10, choices=Why.choices, blank=True)
    holder = models.UUIDField(null=True, help_text="who is telling them now")
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True, help_text="when a carrier's receipt said so")
    missed_at = models.DateTimeField(null=True)
    retried_in = models.UUIDField(null=True, help_text="the message that was sent again to them")
    change = models.UUIDField()
    sent_change = models.UUIDField(null=True)
    missed_change = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "key"], condition=Q(key__isnull=False, same_as=None),
                name="outreach_telling_an_address_once",
            ),
            models.CheckConstraint(
                condition=(Q(state="missed") & Q(missed_at__isnull=False) & ~Q(why=""))
                | (~Q(state="missed") & Q(missed_at=None) & Q(why="")),
                name="outreach_telling_missed_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="outreach_telling_sent_and_when"
            ),
            models.CheckConstraint(
                condition=~Q(same_as=F("id")), name="outreach_telling_not_its_own"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["message", "ordinal"], name="outreach_telling_order"),
            models.Index(
                fields=["message", "ordinal"], condition=Q(state="waiting", same_as=None), name="outreach_telling_todo"
            ),
            models.Index(fields=["taken_at"], condition=Q(state="taken"), name="outreach_telling_taken"),
            models.Index(fields=["same_as"], condition=Q(same_as__isnull=False), name="outreach_telling_same"),
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="outreach_telling_person"),
        ]
