from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seals", "0003_episodes")]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("outbreak", models.UUIDField()),
                ("name", models.CharField(max_length=60)),
                ("place", models.UUIDField(help_text="its seals lie there or below")),
                ("token_hash", models.BinaryField(unique=True)),
                ("heard_at", models.DateTimeField(help_text="when it called last", null=True)),
                ("window_at", models.DateTimeField(help_text="since when calls are counted", null=True)),
                ("calls", models.IntegerField(default=0, help_text="calls since then")),
                ("ended_at", models.DateTimeField(null=True)),
                ("change", models.UUIDField()),
            ],
            options={"verbose_name": "source of sensors"},
        ),
    ]
