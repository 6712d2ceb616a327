from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gates", "0003_what_alarms_are_about"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Clinic",
            fields=[
                (
                    "place",
                    models.OneToOneField(
                        on_delete=models.deletion.CASCADE,
                        primary_key=True,
                        related_name="clinic",
                        serialize=False,
                        to="places.place",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="fever clinic")),
                ("phone", models.CharField(max_length=20, verbose_name="telephone")),
                ("change", models.UUIDField()),
            ],
        ),
        migrations.AddField(
            model_name="visitor",
            name="day",
            field=models.DateField(help_text="on which day the household expects them", null=True),
        ),
        migrations.AddField(
            model_name="alarm",
            name="due_at",
            field=models.DateTimeField(help_text="when the second reading was due, where none has come", null=True),
        ),
        migrations.AlterField(
            model_name="alarm",
            name="id",
            field=models.UUIDField(
                help_text="the passage's, visitor's or vehicle's record", primary_key=True, serialize=False
            ),
        ),
        migrations.AlterField(
            model_name="alarm",
            name="what",
            field=models.CharField(
                choices=[
                    ("fever_visitor", "Visitor with fever"),
                    ("fever_resident", "Fever at the gate"),
                    ("fever_vehicle", "Fever in a vehicle"),
                    ("second_reading", "Second reading missing"),
                    ("emergency", "Emergency at the gate"),
                ],
                max_length=14,
            ),
        ),
    ]
