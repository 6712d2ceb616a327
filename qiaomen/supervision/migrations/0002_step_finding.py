from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        # What was done about a finding: read at every fold, and from nowhere else than the ledger.
        migrations.RunSQL(
            "CREATE INDEX supervision_step_finding ON ledger_record ((body->>'finding')) WHERE kind = 'finding_step'",
            "DROP INDEX supervision_step_finding",
        ),
    ]
