from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ending", "0001_initial")]

    operations = [
        migrations.AddField(
            "closing",
            "keys_at",
            models.DateTimeField(help_text="no copy of the keys that we know of is left", null=True),
        ),
    ]
