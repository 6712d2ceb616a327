"""Care's tables: what people asked for, as the records have it, who helps; letters that nobody has taken in yet."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass
from qiaomen.care.models_daily import DailyVisit as DailyVisit
from qiaomen.care.models_daily import Why as Why
from qiaomen.care.models_orders import Offer as Offer
from qiaomen.care.models_orders import OfferItem as OfferItem
from qiaomen.care.models_orders import Order as Order
from qiaomen.care.models_orders import OrderLabel as OrderLabel
from qiaomen.care.models_orders import OrderState as OrderState
from qiaomen.places.models import Place


class What(models.TextChoices):
    """What somebody lacks."""

    GROCERIES = "groceries", pgettext_lazy("need", "food and groceries")
    MEDICINE = "medicine", pgettext_lazy("need", "medicine")
    DOCTOR = "doctor", pgettext_lazy("need", "a doctor")
    CARE = "care", pgettext_lazy("need", "somebody to look after a person")
    RUBBISH = "rubbish", pgettext_lazy("need", "rubbish taken away")
    PETS = "pets", pgettext_lazy("need", "a pet looked after")
    REPAIR = "repair", pgettext_lazy("need", "water, power or gas")
    OTHER = "other", pgettext_lazy("need", "something else")


class Urgency(models.TextChoices):
    """How soon."""

    NOW = "now", pgettext_lazy("need", "at once")
    TODAY = "today", pgettext_lazy("need", "today")
    DAYS = "days", pgettext_lazy("need", "in the next days")


class State(models.TextChoices):
    """How far it is."""

    OPEN = "open", pgettext_lazy("need", "waits")
    TAKEN = "taken", pgettext_lazy("need", "in hand")
    ANSWERED = "answered", pgettext_lazy("need", "answered")


# The most urgent first.
RANK = {Urgency.NOW: 0, Urgency.TODAY: 1, Urgency.DAYS: 2}


class Skill(models.TextChoices):
    """What a helper can do."""

    ERRANDS = "errands", pgettext_lazy("skill", "shopping and carrying")
    MEDICINE = "medicine", pgettext_lazy("skill", "fetching medicine")
    NURSING = "nursing", pgettext_lazy("skill", "doctor or nurse")
    CARE = "care", pgettext_lazy("skill", "looking after people")
    PETS = "pets", pgettext_lazy("skill", "pets")
    REPAIR = "repair", pgettext_lazy("skill", "water, power, gas")
    DRIVING = "driving", pgettext_lazy("skill", "driving")


class Helper(models.Model):
    """A worker who helps at a place, and with what (帮办志愿者)."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    skills = ArrayField(models.CharField(max_length=10, choices=Skill.choices))
    is_active = models.BooleanField(default=True)
    change = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worker", "place"], name="care_helper_once")]


class Need(models.Model):
    """Something that somebody asks for (求助), and whether it was answered."""

    table_class: ClassVar = TableClass.STATE
    id = models.UUIDField(primary_key=True, help_text="the need's record")
    place = models.UUIDField(db_index=True)
    door = models.UUIDField(null=True)
    person = models.UUIDField(null=True, help_text="the id that the record uses")
    what = models.CharField(max_length=12, choices=What.choices)
    urgency = models.CharField(max_length=6, choices=Urgency.choices)
    rank = models.SmallIntegerField(help_text="the most urgent is 0")
    people = models.SmallIntegerField(null=True)
    known = models.BooleanField(help_text="name and digits fitted somebody of that door")
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    state = models.CharField(max_length=8, choices=State.choices)
    helper = models.UUIDField(null=True, help_text="the worker who has it in hand")
    taken_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["rank", "asked_at"], condition=~Q(state="answered"), name="care_need_unanswered")
        ]


class Letter(models.Model):
    """What somebody wrote by a door's or building's code, sealed, until it is taken in.

    The page that takes it looks nothing up, so that it answers everybody alike. What fitted nobody waits for a call.
    """

    class About(models.TextChoices):
        REPORT = "report", pgettext_lazy("letter", "self-report")
        HELP = "help", pgettext_lazy("letter", "asks for help")
        PASS = "pass", pgettext_lazy("letter", "asks for a pass")
        CLUE = "clue", pgettext_lazy("letter", "tells a clue")
        CODE = "code", pgettext_lazy("letter", "asks for a code")
        ORDER = "order", pgettext_lazy("letter", "orders")
        VISITOR = "visitor", pgettext_lazy("letter", "announces a visitor")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("letter", "waits")
        UNMATCHED = "unmatched", pgettext_lazy("letter", "fits nobody of that door")
        CALLED = "called", pgettext_lazy("letter", "called back")

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.CASCADE)
    at = models.DateTimeField()
    about = models.CharField(max_length=8, choices=About.choices)
    of_place = models.BooleanField(help_text="the code was a building's, not a door's")
    at_id = models.UUIDField(help_text="the door or place of the code, whether it exists or not")
    sealed = models.BinaryField(help_text="everything that was typed")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    place = models.UUIDField(null=True, help_text="where it belongs, once it was looked at")
    door = models.UUIDField(null=True)
    called_at = models.DateTimeField(null=True)
    called_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["at"], condition=Q(state="waiting"), name="care_letter_waiting"),
            models.Index(fields=["place"], condition=Q(state="unmatched"), name="care_letter_place"),
        ]
