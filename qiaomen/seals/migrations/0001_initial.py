import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.UUIDField(help_text="the seal's record", primary_key=True, serialize=False)),
                ("place", models.UUIDField(db_index=True)),
                ("door", models.UUIDField(null=True)),
                ("form", models.CharField(choices=[("paper", "paper strip"), ("sensor", "sensor")], max_length=6)),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        default=list,
                        help_text="whose episodes are its ground",
                        size=None,
                    ),
                ),
                (
                    "episodes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("document", models.CharField(blank=True, max_length=120)),
                (
                    "until_at",
                    models.DateTimeField(help_text="its own end; that of its episodes may come earlier", null=True),
                ),
                ("emergency", models.CharField(max_length=20)),
                ("put_at", models.DateTimeField()),
                ("put_by", models.UUIDField()),
                (
                    "standing",
                    models.CharField(
                        choices=[("intact", "unbroken"), ("opened", "opened"), ("broken", "seen broken")], max_length=6
                    ),
                ),
                ("checked_at", models.DateTimeField(help_text="when somebody looked at it last", null=True)),
                ("openings", models.SmallIntegerField(help_text="how often it was opened, or seen broken")),
                ("opened_at", models.DateTimeField(help_text="the last time", null=True)),
                (
                    "unexplained",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        default=list,
                        help_text="openings of which nobody said why",
                        size=None,
                    ),
                ),
                ("ask_since", models.DateTimeField(help_text="since when somebody is to knock and ask", null=True)),
                ("ask_worker", models.UUIDField(help_text="who was asked to", null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("finds", models.CharField(blank=True, max_length=6)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[("episode", "nobody behind it is under a measure"), ("removed", "taken off")],
                        max_length=8,
                    ),
                ),
                ("change", models.UUIDField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("ended_at", None)), fields=["people"], name="seals_seal_people"
                    ),
                    models.Index(condition=models.Q(("door__isnull", False)), fields=["door"], name="seals_seal_door"),
                ],
            },
        ),
    ]
