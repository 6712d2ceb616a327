from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("seals", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        # What happened to a seal: read at every fold, and from nowhere else than the ledger.
        migrations.RunSQL(
            "CREATE INDEX seals_step_seal ON ledger_record ((body->>'seal')) WHERE kind = 'seal_event'",
            "DROP INDEX seals_step_seal",
        ),
    ]
