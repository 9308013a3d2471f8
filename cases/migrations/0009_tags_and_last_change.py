"""Tags of a matter, when a case last changed, and the columns somebody wants in their lists."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The last event tells when a case last changed.
LAST_CHANGE = """
UPDATE cases_case SET changed_at = greatest(reported_at, (
    SELECT max(at) FROM cases_caseevent AS event WHERE event.case_id = cases_case.id
));
"""


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0008_hand_over_lists"),
        ('grids', '0001_initial'),
        ('residents', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ListLayout',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='list_layout', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None, verbose_name='columns')),
            ],
            options={
                'verbose_name': 'columns of a list',
                'verbose_name_plural': 'columns of lists',
            },
        ),
        migrations.AddField(
            model_name='case',
            name='changed_at',
            field=models.DateTimeField(null=True, verbose_name='last changed'),
        ),
        migrations.RunSQL("SET LOCAL statement_timeout = 0", migrations.RunSQL.noop),
        migrations.RunSQL(LAST_CHANGE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='case',
            name='changed_at',
            field=models.DateTimeField(verbose_name='last changed'),
        ),
        migrations.AddField(
            model_name='case',
            name='tags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('legacy', 'Legacy problem'), ('group', 'Concerns many households'), ('repeated', 'Comes up again and again'), ('joint', 'Joint enforcement'), ('unclear', 'Ownership unclear'), ('season', 'Seasonal')], max_length=12), blank=True, default=list, size=None, verbose_name='tags'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['district', 'changed_at'], name='case_district_changed'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['street', 'changed_at'], name='case_street_changed'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=django.contrib.postgres.indexes.GinIndex(fields=['tags'], name='case_tags'),
        ),
    ]
