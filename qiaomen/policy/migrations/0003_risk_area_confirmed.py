

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0002_clock'),
        ('places', '0004_letters'),
        ('policy', '0002_standing_number'),
    ]

    operations = [
        migrations.AddField(
            model_name='riskarea',
            name='confirmed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='riskarea',
            name='confirmed_by',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='riskarea',
            name='waiting_case_by',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='riskarea',
            name='waiting_case_on',
            field=models.DateField(help_text='a further case that nobody else has confirmed yet', null=True),
        ),
        # Areas of before go on as they held.
        migrations.RunSQL("UPDATE policy_riskarea SET confirmed_at = since", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='riskarea',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', models.F('given_by')), _negated=True), name='policy_riskarea_confirmed_by_another'),
        ),
    ]
