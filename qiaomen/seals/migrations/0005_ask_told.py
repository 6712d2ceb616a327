from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

# Where somebody is to knock, one was asked since, and nobody has knocked: as the fold has it.
ASKED = """
UPDATE seals_seal SET ask_told = array_remove(ARRAY[ask_worker], NULL), finds = '' WHERE ask_since IS NOT NULL
"""
# Where nobody answered, or they need something, it had ended; somebody is to knock again.
AGAIN = """
UPDATE seals_seal SET ask_since = least(opened_at, asked_at)
WHERE ask_since IS NULL AND ended_at IS NULL AND finds IN ('needs', 'nobody')
"""


class Migration(migrations.Migration):
    dependencies = [("seals", "0004_source")]

    operations = [
        migrations.AddField(
            "seal",
            "ask_told",
            ArrayField(
                base_field=models.UUIDField(),
                default=list,
                help_text="who was asked, or knocked, since then",
                size=None,
            ),
        ),
        migrations.RunSQL([ASKED, AGAIN], migrations.RunSQL.noop),
    ]
