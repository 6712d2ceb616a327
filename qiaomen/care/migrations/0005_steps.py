from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0004_orders_and_daily_visits"), ("ledger", "0001_initial")]

    operations = [
        # What came of a daily visit, or an order: read at every fold, and from nowhere else than the ledger.
        migrations.RunSQL(
            "CREATE INDEX care_step_visit ON ledger_record ((body->>'visit')) WHERE kind = 'daily_visit_step'",
            "DROP INDEX care_step_visit",
        ),
        migrations.RunSQL(
            "CREATE INDEX care_step_order ON ledger_record ((body->>'order')) WHERE kind = 'order_step'",
            "DROP INDEX care_step_order",
        ),
    ]
