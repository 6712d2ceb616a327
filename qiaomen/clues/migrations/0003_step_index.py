from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clues", "0002_steps_marks_rules"), ("ledger", "0001_initial")]

    operations = [
        # What was done about a clue: read at every fold, and from nowhere else than the ledger.
        migrations.RunSQL(
            "CREATE INDEX clues_step_clue ON ledger_record ((body->>'clue')) WHERE kind IN ('clue_step', 'clue_person')",
            "DROP INDEX clues_step_clue",
        ),
        # What still says something in words or photos, until it is forgotten.
        migrations.RunSQL(
            "CREATE INDEX clues_kept ON ledger_record (received_at) "
            "WHERE kind IN ('clue', 'clue_step') AND (sealed IS NOT NULL OR body ? 'photos')",
            "DROP INDEX clues_kept",
        ),
    ]
