from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("disinfection", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        # Which rounds answered a request: read at every fold, and from nowhere else than the ledger.
        migrations.RunSQL(
            "CREATE INDEX disinfection_step_asked ON ledger_record ((body->>'asked')) WHERE kind = 'disinfection'",
            "DROP INDEX disinfection_step_asked",
        ),
    ]
