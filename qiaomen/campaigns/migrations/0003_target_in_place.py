"""Targets are written anew in place: no index on what a visit changes, and room for the new rows on their pages."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_launch")]

    operations = [
        migrations.RemoveIndex(model_name="target", name="campaigns_target_gap"),
        migrations.RemoveIndex(model_name="target", name="campaigns_target_flag"),
        migrations.RunSQL(
            "ALTER TABLE campaigns_target SET (fillfactor = 70)", "ALTER TABLE campaigns_target RESET (fillfactor)"
        ),
        migrations.RunSQL(
            "ALTER TABLE campaigns_tally SET (fillfactor = 80)", "ALTER TABLE campaigns_tally RESET (fillfactor)"
        ),
    ]
