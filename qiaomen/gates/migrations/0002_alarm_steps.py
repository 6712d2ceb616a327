from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("gates", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        # What was told and done about an alarm: read at every fold of it, and from nowhere else than the ledger.
        migrations.RunSQL(
            "CREATE INDEX gates_alarm_since ON ledger_record ((body->>'alarm')) "
            "WHERE kind IN ('alarm_step', 'alarm_told')",
            "DROP INDEX gates_alarm_since",
        ),
        # Whom a pass was issued to, for what was true at a passage.
        migrations.RunSQL(
            "CREATE INDEX gates_pass_event ON ledger_record ((body->>'pass')) WHERE kind = 'pass_event'",
            "DROP INDEX gates_pass_event",
        ),
    ]
