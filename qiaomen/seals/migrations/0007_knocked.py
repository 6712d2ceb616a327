from django.db import migrations

# Of those whom 0005 began to ask about anew: who had been asked, or had knocked, since then; since a need was found, who
# was told of that. As the fold has it.
KNOCKED = """
UPDATE seals_seal s SET ask_told = k.told
FROM (
  SELECT seal, array_agg(worker ORDER BY at, is_told) AS told
  FROM (
    SELECT DISTINCT ON (a.id, w.worker) a.id AS seal, w.worker, e.at, e.body ->> 'event' = 'told' AS is_told
    FROM (
      SELECT o.id, coalesce((
        SELECT min(n.at) FROM ledger_record n
        WHERE n.kind = 'seal_event' AND n.body ->> 'seal' = o.id::text AND o.finds = 'needs'
          AND n.body ->> 'event' = 'asked' AND n.body ->> 'finds' = 'needs' AND n.at >= o.ask_since
      ), o.ask_since) AS since
      FROM seals_seal o WHERE o.ask_since IS NOT NULL AND o.ended_at IS NULL AND o.ask_told = '{}'
    ) a
    JOIN ledger_record e ON e.kind = 'seal_event' AND e.body ->> 'seal' = a.id::text AND e.at >= a.since
    CROSS JOIN LATERAL (
      SELECT e.author WHERE e.body ->> 'event' = 'asked'
      UNION ALL
      SELECT t::uuid FROM jsonb_array_elements_text(e.body -> 'workers') t WHERE e.body ->> 'event' = 'told'
    ) w(worker)
    WHERE e.root IS NULL AND NOT EXISTS (SELECT FROM ledger_record v WHERE v.root = e.id AND v.kind = 'void')
    ORDER BY a.id, w.worker, e.at, is_told
  ) one
  GROUP BY seal
) k
WHERE k.seal = s.id
"""


class Migration(migrations.Migration):
    dependencies = [("seals", "0006_kept"), ("ledger", "0001_initial")]

    operations = [migrations.RunSQL(KNOCKED, migrations.RunSQL.noop)]
