"""What was refused several times is found by what mends it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.AddIndex(
            model_name="refusal",
            index=models.Index(
                fields=["mended_by"],
                name="ledger_refusal_mended",
                condition=models.Q(mended_by__isnull=False),
            ),
        ),
    ]
