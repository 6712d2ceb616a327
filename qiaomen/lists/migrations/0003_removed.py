from typing import ClassVar

from django.db import migrations, models

STATES = [
    ("doubtful", "doubtful: to be decided"),
    ("unknown", "not in the register: to be found"),
    ("linked", "known: to be verified"),
    ("verified", "verified"),
    ("elsewhere", "lives elsewhere"),
    ("wrong", "the list is wrong"),
    ("not_found", "not found"),
    ("removed", "removed after 7 days"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("lists", "0002_steps_of_rows")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="row",
            name="removed_at",
            field=models.DateTimeField(
                help_text="when whom it meant was forgotten", null=True
            ),
        ),
        migrations.AlterField(model_name="row", name="state", field=models.CharField(choices=STATES, max_length=10)),
    ]
