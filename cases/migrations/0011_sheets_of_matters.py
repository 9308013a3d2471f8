"""Sheets of matters and their rows; when a matter was seen or told of; what somebody logged last, by its own index."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0010_words_are_kept"),
        ('grids', '0001_initial'),
        ('residents', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MatterSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('source', models.CharField(blank=True, max_length=20, verbose_name='source')),
                ('unknown_headings', models.CharField(blank=True, max_length=400)),
                ('asked_at', models.DateTimeField(null=True, verbose_name='taking asked for')),
            ],
            options={
                'verbose_name': 'sheet of matters',
                'verbose_name_plural': 'sheets of matters',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='SheetRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='row')),
                ('kept', models.JSONField(default=dict, editable=False)),
                ('form_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('asked', 'Being logged'), ('taken', 'Logged'), ('twin', 'Logged before'), ('left_out', 'Left out')], default='waiting', max_length=10, verbose_name='state')),
                ('trouble', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'verbose_name': 'row of a sheet',
                'verbose_name_plural': 'rows of a sheet',
                'ordering': ['number'],
            },
        ),
        migrations.AddField(
            model_name='case',
            name='seen_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='seen or told'),
        ),
        migrations.AlterField(
            model_name='case',
            name='logged_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='logged_cases', to=settings.AUTH_USER_MODEL, verbose_name='logged by'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['logged_by', '-reported_at'], name='case_logged'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('seen_at__isnull', True), ('seen_at__lte', models.F('reported_at')), _connector='OR'), name='nothing_is_seen_after_it_was_reported'),
        ),
        migrations.AddField(
            model_name='mattersheet',
            name='by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='matter_sheets', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sheetrow',
            name='case',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='sheetrow',
            name='sheet',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='cases.mattersheet'),
        ),
        migrations.AddIndex(
            model_name='mattersheet',
            index=models.Index(fields=['at'], name='sheet_age'),
        ),
        migrations.AddConstraint(
            model_name='mattersheet',
            constraint=models.UniqueConstraint(fields=('by', 'digest'), name='a_sheet_is_brought_once'),
        ),
        migrations.AddIndex(
            model_name='sheetrow',
            index=models.Index(condition=models.Q(('state', 'asked')), fields=['sheet'], name='sheet_rows_asked'),
        ),
        migrations.AddConstraint(
            model_name='sheetrow',
            constraint=models.UniqueConstraint(fields=('sheet', 'number'), name='rows_of_a_sheet_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='sheetrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('state__in', ['taken', 'twin'])), models.Q(models.Q(('state__in', ['taken', 'twin']), _negated=True), ('case__isnull', True)), _connector='OR'), name='logged_rows_have_a_case'),
        ),
    ]
