"""The district's one clock row."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "INSERT INTO base_clock (id, generation, seq) VALUES (1, gen_random_uuid(), 0)",
            "DELETE FROM base_clock",
        )
    ]
