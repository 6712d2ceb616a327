from django.db import migrations

ABOUT = "kind IN ('shift_step', 'shift_change', 'shift_told', 'shift_swap_step')"
SEALED = "kind IN ('shift_handover', 'shift_swap', 'shift_change') AND sealed IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("shifts", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        # What records of shifts are about: read at every fold, and from nowhere else than the ledger.
        migrations.RunSQL(
            f"CREATE INDEX shifts_about_shift ON ledger_record ((body->>'shift')) WHERE {ABOUT}",
            "DROP INDEX shifts_about_shift",
        ),
        migrations.RunSQL(
            f"CREATE INDEX shifts_about_other ON ledger_record ((body->>'other')) WHERE {ABOUT}",
            "DROP INDEX shifts_about_other",
        ),
        migrations.RunSQL(
            "CREATE INDEX shifts_step_swap ON ledger_record ((body->>'swap')) WHERE kind = 'shift_swap_step'",
            "DROP INDEX shifts_step_swap",
        ),
        migrations.RunSQL(
            "CREATE INDEX shifts_step_handover ON ledger_record ((body->>'handover'))"
            " WHERE kind = 'shift_handover_step'",
            "DROP INDEX shifts_step_handover",
        ),
        # What retention has still to empty.
        migrations.RunSQL(
            f"CREATE INDEX shifts_sealed ON ledger_record (received_at) WHERE {SEALED}", "DROP INDEX shifts_sealed"
        ),
    ]
