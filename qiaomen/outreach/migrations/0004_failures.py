from django.db import migrations, models

WHY = [
    ("no_phone", "no phone on file"), ("nobody", "no channel, and nobody answers there who has a phone"),
    ("no_channel", "the district has no channel to phones"), ("not_taken", "the channel did not take it"),
    ("refused", "refused by the carrier"), ("unsure", "the server stopped while it was sent: perhaps told"),
    ("cancelled", "cancelled before"), ("failed", "it could not be put together"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("outreach", "0003_round_steps")]

    operations = [
        migrations.AddField(
            "daily", "failed",
            models.CharField(blank=True, default="", help_text="the problem's code, where it is one", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            "daily", "failed_at",
            models.DateTimeField(help_text="when one could not be made; null again once one is", null=True),
        ),
        migrations.AlterField("telling", "why", models.CharField(blank=True, choices=WHY, max_length=10)),
    ]  # fmt: skip
