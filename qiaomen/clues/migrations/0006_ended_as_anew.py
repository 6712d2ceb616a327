from django.db import migrations

# As the fold has it: an end counts that was not taken back, the first one since the clue was last opened again. What
# stands for itself says so by its state; a joined one only by its steps, each by its newest correction.
FILL = """
WITH versions AS (
  SELECT id AS step, false AS amended, kind, at, id, body FROM ledger_record WHERE kind = 'clue_step' AND root IS NULL
  UNION ALL
  SELECT r.root, true, r.kind, r.at, r.id, r.body
  FROM ledger_record s JOIN ledger_record r ON r.root = s.id WHERE s.kind = 'clue_step' AND s.root IS NULL
), newest AS (
  SELECT DISTINCT ON (step) step, kind, body FROM versions ORDER BY step, amended DESC, at DESC, id DESC
), steps AS (
  SELECT (n.body->>'clue')::uuid AS clue, n.body->>'step' AS step, r.at, r.id
  FROM newest n JOIN ledger_record r ON r.id = n.step WHERE n.kind = 'clue_step'
), ends AS (
  SELECT DISTINCT ON (e.clue) e.clue, e.step FROM steps e
  WHERE e.step IN ('verified', 'unfounded', 'elsewhere')
    AND NOT EXISTS (SELECT FROM steps o WHERE o.clue = e.clue AND o.step = 'reopened' AND (o.at, o.id) > (e.at, e.id))
  ORDER BY e.clue, e.at, e.id
), right_ones AS (
  SELECT c.id, CASE WHEN c.joined_to IS NOT NULL THEN coalesce(e.step, '')
                    WHEN c.state IN ('verified', 'unfounded', 'elsewhere') THEN c.state ELSE '' END AS ended_as
  FROM clues_clue c LEFT JOIN ends e ON e.clue = c.id
)
UPDATE clues_clue c SET ended_as = r.ended_as FROM right_ones r WHERE r.id = c.id AND c.ended_as <> r.ended_as
"""


class Migration(migrations.Migration):
    dependencies = [("clues", "0005_ended_as"), ("ledger", "0001_initial")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
