import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from qiaomen.base.ids import NOBODY

SOURCES = [
    ("resident", "a resident, by a code"), ("volunteer", "a volunteer, on the phone"), ("hotline", "the hotline"),
    ("agency", "another agency"),
]  # fmt: skip
STATES = [
    ("open", "to be looked at"), ("verified", "verified"), ("unfounded", "unfounded"),
    ("elsewhere", "handed on elsewhere"), ("joined", "joined to another"),
]  # fmt: skip
REWARDS = [
    ("none", "none"), ("booked", "to be collected"), ("collected", "collected"), ("lapsed", "not owed any more"),
]  # fmt: skip


def added(name: str, field: models.Field, *, was: object = None) -> migrations.AddField:
    """A field of clues; `was`: what it says of those that are there already."""
    if was is not None:
        field.default = was
    return migrations.AddField("clue", name, field, preserve_default=was is None)


class Migration(migrations.Migration):
    dependencies = [("clues", "0001_initial"), ("base", "0001_initial")]

    operations = [
        added("record", models.UUIDField(help_text="its newest correction"), was=NOBODY),
        added("source", models.CharField(choices=SOURCES, max_length=10), was="resident"),
        added("organisation", models.UUIDField(help_text="the agency that told it", null=True)),
        added("worker", models.UUIDField(help_text="who goes there", null=True)),
        added("due_at", models.DateTimeField(null=True)),
        added("dispatched_at", models.DateTimeField(null=True)),
        added("seen_at", models.DateTimeField(help_text="when somebody was there first", null=True)),
        added("ended_at", models.DateTimeField(null=True)),
        added("ended_by", models.UUIDField(null=True)),
        added("handed_to", models.UUIDField(help_text="the organisation that it was handed on to", null=True)),
        added("joined_to", models.UUIDField(db_index=True, null=True)),
        added(
            "apart_from",
            django.contrib.postgres.fields.ArrayField(
                models.UUIDField(), default=list, help_text="clues that are of something else"
            ),
        ),
        added("reopened", models.SmallIntegerField(), was=0),
        added("told_level", models.SmallIntegerField(
            help_text="how far it was told that it is late; -1: to nobody"), was=-1),
        added(
            "late_told",
            django.contrib.postgres.fields.ArrayField(
                models.UUIDField(), default=list, help_text="who was told that it is late"
            ),
        ),
        added("late_last", models.BooleanField(help_text="nobody is left to be told"), was=False),
        added("reward", models.CharField(choices=REWARDS, max_length=10), was="none"),
        added("reward_what", models.CharField(blank=True, max_length=40), was=""),
        added("reward_count", models.IntegerField(null=True)),
        added("reward_number", models.IntegerField(help_text="the receipt's", null=True)),
        added("rewarded_at", models.DateTimeField(null=True)),
        added("collected_at", models.DateTimeField(null=True)),
        migrations.AlterField("clue", "state", models.CharField(choices=STATES, max_length=12)),
        migrations.RunSQL("UPDATE clues_clue SET record = id", migrations.RunSQL.noop),
        migrations.AddIndex("clue", models.Index(
            fields=["due_at"], condition=models.Q(state="open"), name="clues_clue_open")),
        migrations.AddIndex("clue", models.Index(
            fields=["worker"], condition=models.Q(state="open"), name="clues_clue_worker")),
        migrations.AddIndex("clue", models.Index(fields=["state", "-told_at"], name="clues_clue_state")),
        migrations.AddIndex("clue", models.Index(
            fields=["-reward_number"], condition=models.Q(reward_number__isnull=False), name="clues_clue_reward")),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("pk", models.CompositePrimaryKey(
                    "record", "of", blank=True, editable=False, primary_key=True, serialize=False)),
                ("record", models.UUIDField()),
                ("of", models.CharField(choices=[("plate", "plate"), ("reporter", "who told it")], max_length=8)),
                ("hash", models.BinaryField()),
                ("change", models.UUIDField()),
            ],
            options={"indexes": [models.Index(fields=["of", "hash"], name="clues_mark_hash")]},
        ),
        migrations.CreateModel(
            name="Rules",
            fields=[
                ("outbreak", models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False,
                    to="base.outbreak")),
                ("hours", models.PositiveSmallIntegerField(default=4, help_text="until somebody has looked")),
                ("step_minutes", models.PositiveSmallIntegerField(
                    default=60, help_text="from one rung of those told to the next")),
                ("sends", models.BooleanField(
                    default=True, help_text="a new clue goes to the grid worker by itself")),
                ("rewards", models.BooleanField(default=False)),
                ("reward_what", models.CharField(blank=True, max_length=40)),
                ("reward_count", models.PositiveIntegerField(default=10)),
                ("change", models.UUIDField()),
            ],
        ),
    ]  # fmt: skip
