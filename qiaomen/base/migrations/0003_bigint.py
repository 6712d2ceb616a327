"""Numbers that the database gives are bigint in every table: see the wrapper in `base/postgresql`."""

from django.db import migrations

TABLES = (
    "auth_group",
    "auth_permission",
    "axes_accessattempt",
    "axes_accessfailurelog",
    "axes_accesslog",
    "django_content_type",
)


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_clock"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("axes", "0010_accessattemptexpiration"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunSQL(f"ALTER TABLE {table} ALTER COLUMN id TYPE bigint", migrations.RunSQL.noop)
        for table in TABLES
    ]
