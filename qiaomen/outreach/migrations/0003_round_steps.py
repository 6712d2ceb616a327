from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outreach", "0002_messages_and_rounds"), ("ledger", "0001_initial")]

    operations = [
        # Whether a round was ended: read at every fold, and from nowhere else than the ledger.
        migrations.RunSQL(
            "CREATE INDEX outreach_step_round ON ledger_record ((body->>'round')) WHERE kind = 'outreach_round_step'",
            "DROP INDEX outreach_step_round",
        ),
    ]
