from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        # What was done about a need: read at every fold, and from nowhere else than the ledger.
        migrations.RunSQL(
            "CREATE INDEX care_step_need ON ledger_record ((body->>'need')) WHERE kind = 'need_step'",
            "DROP INDEX care_step_need",
        ),
    ]
