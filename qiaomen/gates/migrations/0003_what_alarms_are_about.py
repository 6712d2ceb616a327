from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gates", "0002_alarm_steps"),
    ]

    operations = [
        migrations.AlterField(
            model_name="alarm",
            name="what",
            field=models.CharField(
                choices=[
                    ("fever_visitor", "Visitor with fever"),
                    ("fever_resident", "Fever at the gate"),
                    ("emergency", "Emergency at the gate"),
                ],
                max_length=14,
            ),
        ),
    ]
