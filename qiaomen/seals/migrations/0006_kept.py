from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("seals", "0005_ask_told"), ("ledger", "0001_initial")]

    operations = [
        # What still says something in words or photos, until it is forgotten.
        migrations.RunSQL(
            "CREATE INDEX seals_kept ON ledger_record (id) "
            "WHERE kind IN ('seal', 'seal_event') AND (sealed IS NOT NULL OR body ? 'photos')",
            "DROP INDEX seals_kept",
        ),
    ]
