import django.db.models.deletion
import qiaomen.base.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0004_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.UUIDField(help_text="the request's record", primary_key=True, serialize=False)),
                ("place", models.UUIDField(db_index=True)),
                ("door", models.UUIDField(null=True)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("case", "a case"),
                            ("transfer", "somebody was fetched"),
                            ("fever", "a fever"),
                            ("other", "asked for"),
                        ],
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.UUIDField(null=True)),
                ("done", models.UUIDField(help_text="the round that answered it first", null=True)),
                ("change", models.UUIDField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["due_at"], name="disinfection_asked_open"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Done",
            fields=[
                ("id", models.UUIDField(help_text="the round's record", primary_key=True, serialize=False)),
                ("place", models.UUIDField()),
                ("door", models.UUIDField(null=True)),
                ("asked", models.UUIDField(null=True)),
                ("product", models.UUIDField(null=True)),
                ("concentration", models.IntegerField(help_text="mg/l", null=True)),
                ("area", models.IntegerField(help_text="m²", null=True)),
                ("photos", models.SmallIntegerField(help_text="how many the record names")),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("change", models.UUIDField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["place", "at"], name="disinfection_done_place"),
                    models.Index(fields=["at"], name="disinfection_done_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.UUIDField(default=qiaomen.base.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="product")),
                (
                    "concentration",
                    models.PositiveIntegerField(
                        help_text="mg of the active substance a litre", verbose_name="mg per litre"
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(help_text="how long it stays on", verbose_name="minutes")),
                ("is_active", models.BooleanField(default=True)),
                ("change", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("concentration__gte", 1), ("concentration__lte", 100000)),
                        name="disinfection_product_mixed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cadence",
            fields=[
                ("id", models.UUIDField(default=qiaomen.base.ids.new_id, primary_key=True, serialize=False)),
                (
                    "grain",
                    models.CharField(
                        blank=True, help_text="the kind of place in it; empty: the place itself", max_length=24
                    ),
                ),
                ("every", models.PositiveSmallIntegerField(help_text="hours")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("change", models.UUIDField()),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.place"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("every__gte", 1), ("every__lte", 720)), name="disinfection_cadence_every"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="disinfection_cadence_until",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("place", "grain"), name="disinfection_cadence_once"
                    ),
                ],
            },
        ),
    ]
