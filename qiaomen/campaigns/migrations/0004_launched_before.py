"""Sweeps launched or closed before the change that did it was kept with them: it is found among the changes.

Without it a rebuild would take such a sweep for one that was never launched.
"""

from django.db import migrations

KEEP = """
UPDATE campaigns_campaign c SET {column} = (
  SELECT b.id FROM base_change b WHERE b.what = '{what}' ORDER BY abs(extract(epoch FROM b.at - c.{moment})) LIMIT 1)
WHERE c.{column} IS NULL AND c.{moment} IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0003_target_in_place"), ("base", "0001_initial")]

    operations = [
        migrations.RunSQL(KEEP.format(column="from_change", what="launch", moment="launched_at"), migrations.RunSQL.noop),
        migrations.RunSQL(KEEP.format(column="until_change", what="close", moment="closed_at"), migrations.RunSQL.noop),
    ]
