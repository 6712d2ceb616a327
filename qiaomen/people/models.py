"""People: who lives or works behind a door. Identity is sealed apart; names are blanked when the outbreak ends."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Reverse
from django.utils.translation import gettext_lazy as _

from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak, TableClass, TextCField
from qiaomen.places.models import Door


class Sex(models.IntegerChoices):
    """GB/T 2261.1."""

    UNKNOWN = 0, _("unknown")
    MALE = 1, _("male")
    FEMALE = 2, _("female")
    NOT_STATED = 9, _("not stated")


class Person(models.Model):
    """One person, one file (一人一档)."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True, default=new_id)
    outbreak = models.ForeignKey(Outbreak, models.PROTECT)
    home_door = models.ForeignKey(Door, models.PROTECT, null=True, related_name="residents", verbose_name=_("home"))
    work_door = models.ForeignKey(Door, models.PROTECT, null=True, related_name="staff", verbose_name=_("workplace"))
    name = models.CharField(_("name"), max_length=60)
    name_plain = TextCField(help_text="simplified and without spaces, for search")
    pinyin = TextCField(default="")
    initials = TextCField(default="")
    sex = models.SmallIntegerField(_("sex"), choices=Sex.choices, default=Sex.UNKNOWN)
    birth_year = models.SmallIntegerField(_("year of birth"), null=True)
    relation = models.CharField(_("relation to the head"), max_length=20, blank=True)
    ordinal = models.SmallIntegerField(default=0, help_text="order within the household")
    stated_at = models.DateTimeField(null=True, help_text="when the newest record that made or corrected it was made")
    stated_by = models.UUIDField(null=True, help_text="that record; empty for a person that a register brought")
    version = models.PositiveIntegerField(default=1)
    change = models.UUIDField()

    class Meta:
        verbose_name = _("person")
        indexes = [
            GinIndex(fields=["name_plain"], opclasses=["gin_trgm_ops"], name="people_person_name_trgm"),
            models.Index(fields=["name_plain"], opclasses=["text_pattern_ops"], name="people_person_name"),
            models.Index(fields=["pinyin"], opclasses=["text_pattern_ops"], name="people_person_pinyin"),
            models.Index(fields=["initials"], opclasses=["text_pattern_ops"], name="people_person_initials"),
            models.Index(Reverse("name_plain"), name="people_person_given"),
        ]

    def __str__(self) -> str:
        return self.name


class Identity(models.Model):
    """A person's id number, phones and full birth date, sealed, with hashes to find them by."""

    table_class: ClassVar = TableClass.REGISTER
    person = models.OneToOneField(Person, models.CASCADE, primary_key=True)
    sealed = models.BinaryField()
    id_hash = models.BinaryField(null=True)
    phone_hashes = ArrayField(models.BinaryField(), default=list)
    tail_hashes = ArrayField(models.BinaryField(), default=list, help_text="of the last four digits of each phone")

    class Meta:
        indexes = [
            models.Index(fields=["id_hash"], name="people_identity_id", condition=Q(id_hash__isnull=False)),
            GinIndex(fields=["phone_hashes"], name="people_identity_phones"),
            GinIndex(fields=["tail_hashes"], name="people_identity_tails"),
        ]


class Alias(models.Model):
    """Another id of a person whom two phones or lists made: records keep the id they were made with."""

    table_class: ClassVar = TableClass.REGISTER
    id = models.UUIDField(primary_key=True)
    canonical = models.UUIDField(db_index=True)
    record = models.UUIDField(null=True, help_text="the manual merge, if one made it")
    change = models.UUIDField()


class Residence(models.Model):
    """Behind which door a person lived, from one change until another."""

    table_class: ClassVar = TableClass.REGISTER
    pk = models.CompositePrimaryKey("person_id", "from_change")
    person_id = models.UUIDField()
    door_id = models.UUIDField(db_index=True)
    from_change = models.UUIDField()
    until_change = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id"], condition=Q(until_change=None), name="people_residence_one_now"
            )
        ]


class Fact(models.Model):
    """What is known of a person, as policy reads it: from one record, with its time. Made anew from the records.

    What `value`, `until`, `other`, `place` and `region` mean for each kind stands in `people/facts.py`.
    """

    table_class: ClassVar = TableClass.STATE
    pk = models.CompositePrimaryKey("record", "ordinal")
    record = models.UUIDField(help_text="the original of the record that says so")
    ordinal = models.SmallIntegerField(default=0, help_text="one record may state several facts")
    person = models.UUIDField(db_index=True, help_text="the id that the record uses; an alias may join it to another")
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, help_text="empty: it goes on")
    number = models.FloatField(null=True)
    other = models.UUIDField(null=True, help_text="the other person whom it is about")
    place = models.UUIDField(null=True)
    region = models.CharField(max_length=12, blank=True, help_text="division code, for places outside the district")
    verified = models.BooleanField(default=False)
    known_at = models.DateTimeField()
    change = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["other"], name="people_fact_other", condition=Q(other__isnull=False)),
            models.Index(fields=["kind", "person"], name="people_fact_kind"),
        ]
