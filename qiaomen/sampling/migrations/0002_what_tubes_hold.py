from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sampling", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        # Who shares a tube, and what was said of it.
        migrations.RunSQL(
            "CREATE INDEX sampling_record_tube ON ledger_record ((body->>'tube')) WHERE kind IN ('sample', 'tube_result')",
            "DROP INDEX sampling_record_tube",
        ),
        # The results that samples have, and who was told of a result.
        migrations.RunSQL(
            "CREATE INDEX sampling_record_sample ON ledger_record ((body->>'sample')) WHERE kind = 'result'",
            "DROP INDEX sampling_record_sample",
        ),
        migrations.RunSQL(
            "CREATE INDEX sampling_record_told ON ledger_record ((body->>'result')) WHERE kind = 'result_told'",
            "DROP INDEX sampling_record_told",
        ),
    ]
