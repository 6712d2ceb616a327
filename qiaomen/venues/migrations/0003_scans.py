from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("venues", "0002_statement"), ("ledger", "0001_initial")]

    operations = [
        # Scans are forgotten after 14 days; nothing else looks for them by their time alone.
        migrations.RunSQL(
            "CREATE INDEX venues_scan_at ON ledger_record (at) WHERE kind = 'venue_scan'",
            "DROP INDEX venues_scan_at",
        ),
    ]
