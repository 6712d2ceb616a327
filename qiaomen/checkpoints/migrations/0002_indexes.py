from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkpoints", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        # Which records end a shift: read at every fold of one, and from nowhere else than the ledger.
        migrations.RunSQL(
            "CREATE INDEX checkpoints_shift_end ON ledger_record ((body->>'shift'))"
            " WHERE kind = 'checkpoint_shift' AND root IS NULL",
            "DROP INDEX checkpoints_shift_end",
        ),
        # What retention has still to empty.
        migrations.RunSQL(
            "CREATE INDEX checkpoints_sealed ON ledger_record (received_at)"
            " WHERE kind IN ('vehicle_stop', 'checkpoint_shift') AND sealed IS NOT NULL",
            "DROP INDEX checkpoints_sealed",
        ),
    ]
