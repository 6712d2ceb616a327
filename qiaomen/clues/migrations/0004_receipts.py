from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clues", "0003_step_index")]

    operations = [
        # The last receipt's number is asked of the ledger at every booking.
        migrations.RunSQL(
            "CREATE INDEX clues_receipts ON ledger_record (((body->>'number')::int)) "
            "WHERE kind = 'clue_step' AND body->>'step' = 'rewarded'",
            "DROP INDEX clues_receipts",
        ),
    ]
