from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("lists", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        # What was done about a row: read at every fold, and from nowhere else than the ledger.
        migrations.RunSQL(
            "CREATE INDEX lists_step_row ON ledger_record ((body->>'row')) WHERE kind = 'list_row_step'",
            "DROP INDEX lists_step_row",
        ),
    ]
