from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disinfection", "0002_step_asked"), ("ledger", "0001_initial")]

    operations = [
        migrations.AddField(
            "done",
            "behind_door",
            models.BooleanField(default=False, help_text="also once the door is forgotten"),
        ),
        migrations.RunSQL(
            "UPDATE disinfection_done SET behind_door = true WHERE door IS NOT NULL", migrations.RunSQL.noop
        ),
        # What still says something in words or photos, until it is forgotten.
        migrations.RunSQL(
            "CREATE INDEX disinfection_kept ON ledger_record (id) "
            "WHERE kind IN ('disinfection', 'disinfection_asked') AND (sealed IS NOT NULL OR body ? 'photos')",
            "DROP INDEX disinfection_kept",
        ),
    ]
