from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("care", "0002_step_need")]

    operations = [
        migrations.AlterField(
            model_name="letter",
            name="about",
            field=models.CharField(
                choices=[
                    ("report", "self-report"),
                    ("help", "asks for help"),
                    ("pass", "asks for a pass"),
                    ("clue", "tells a clue"),
                    ("code", "asks for a code"),
                    ("visitor", "announces a visitor"),
                ],
                max_length=8,
            ),
        ),
    ]
