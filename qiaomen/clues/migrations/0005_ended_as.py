from django.db import migrations, models

# How a joined one ended by itself; the others' state says so already.
FILL = """
UPDATE clues_clue c SET ended_as = e.step FROM (
  SELECT DISTINCT ON (body->>'clue') (body->>'clue')::uuid AS clue, body->>'step' AS step FROM ledger_record
  WHERE kind = 'clue_step' AND body->>'step' IN ('verified', 'unfounded', 'elsewhere')
  ORDER BY body->>'clue', at, id) e
WHERE e.clue = c.id AND c.ended_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("clues", "0004_receipts")]

    operations = [
        migrations.AddField(
            "clue", "ended_as", models.CharField(blank=True, max_length=12, default=""), preserve_default=False
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            "clue", "ended_as",
            models.CharField(blank=True, help_text="how it ended by itself, also where it was joined", max_length=12),
        ),
    ]  # fmt: skip
