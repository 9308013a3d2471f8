"""The ladder as rows, supervision notices with reply and striking off, whistles, and grounds for a meeting."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


STANDARD = (
    # rung, per cent, grace, level, card, meets
    (1, 80, "", 3, "", None),
    (2, 100, "", 2, "reminder", None),
    (3, 150, "1D", 1, "yellow", None),
    (4, 200, "3D", 0, "red", 0),
    (5, 100, "", 0, "red", None),
)
# 督办〔2026〕12号 → 2026, 12; the office is the case's district; a reminder never counts.
NUMBERS = """
UPDATE cases_supervisionnotice AS notice SET
    year = substring(notice.number from '〔([0-9]+)〕')::int,
    sequence = substring(notice.number from '〕([0-9]+)号')::int,
    office_id = filed.district_id,
    counts = notice.kind <> 'reminder'
FROM cases_case AS filed WHERE filed.id = notice.case_id;
"""


def load_the_standard_ladder(apps, schema_editor):
    rows = apps.get_model("cases", "LadderRung").objects
    columns = ("number", "percent", "grace", "level", "card", "meets")
    for row in STANDARD:
        rows.create(**dict(zip(columns, row, strict=True)))


class Migration(migrations.Migration):
    # updates and new constraints on one table: PostgreSQL wants the deferred checks of the former done first

    dependencies = [
        ("cases", "0012_co_handling_orders"),
        ('grids', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LadderRung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(choices=[(1, '1'), (2, '2'), (3, '3'), (4, '4'), (5, '5')], verbose_name='rung')),
                ('urgency', models.CharField(blank=True, choices=[('critical', 'Critical'), ('urgent', 'Urgent'), ('ordinary', 'Ordinary'), ('difficult', 'Difficult')], help_text='Empty: any', max_length=12, verbose_name='urgency')),
                ('percent', models.PositiveSmallIntegerField(help_text='80: four fifths are used. 100: the deadline. 150: half the limit later', verbose_name='per cent of the limit')),
                ('grace', models.CharField(blank=True, help_text='30m, 24E, 4H, 2D or 60C; whichever comes sooner. Empty: the share alone', max_length=8, verbose_name='or so long after the deadline')),
                ('level', models.PositiveSmallIntegerField(choices=[(3, 'Grid'), (2, 'Community'), (1, 'Street'), (0, 'District')], verbose_name='watched at level')),
                ('card', models.CharField(blank=True, choices=[('', 'None'), ('reminder', 'Reminder'), ('yellow', 'Yellow card'), ('red', 'Red card')], max_length=10, verbose_name='card')),
                ('meets', models.PositiveSmallIntegerField(blank=True, choices=[(2, 'Community'), (1, 'Street'), (0, 'District')], help_text='Empty: to no meeting', null=True, verbose_name='proposed to the meeting of')),
            ],
            options={
                'verbose_name': 'rung of the ladder',
                'verbose_name_plural': 'ladder',
                'ordering': ['number', 'category__code', 'urgency'],
            },
        ),
        migrations.CreateModel(
            name='MeetingGround',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('beyond_street', 'The street cannot solve it'), ('several_departments', "Several departments' duties overlap"), ('joint_enforcement', 'Joint enforcement'), ('unclear_ownership', 'Ownership unclear'), ('return_refused_twice', 'Return refused twice'), ('repeated', 'Reported three times or more'), ('legacy', 'Legacy problem'), ('group', 'Five households or more'), ('overdue', 'Red card for lateness')], max_length=24, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='at')),
            ],
            options={
                'verbose_name': 'ground for a meeting',
                'verbose_name_plural': 'grounds for a meeting',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Whistle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('sequence', models.PositiveIntegerField(verbose_name='number in the year')),
                ('place', models.CharField(max_length=120, verbose_name='where')),
                ('reason', models.CharField(max_length=500, verbose_name='why')),
                ('at', models.DateTimeField(verbose_name='called')),
                ('come_by', models.DateTimeField(verbose_name='come by')),
            ],
            options={
                'verbose_name': 'whistle',
                'verbose_name_plural': 'whistles',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='WhistleCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('come_by', models.DateTimeField(verbose_name='come by')),
                ('reported_at', models.DateTimeField(blank=True, null=True, verbose_name='reported in')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='remark')),
            ],
            options={
                'verbose_name': 'call',
                'verbose_name_plural': 'calls',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='supervisionnotice',
            name='copy_to',
            field=models.CharField(blank=True, choices=[('', 'Nobody'), ('city', "The city's office"), ('discipline', 'Discipline inspection and supervision')], max_length=12, verbose_name='copy to'),
        ),
        migrations.AddField(
            model_name='supervisionnotice',
            name='counts_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='why it counts or not'),
        ),
        migrations.AddField(
            model_name='supervisionnotice',
            name='office',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.grid', verbose_name='issued in the name of'),
        ),
        migrations.AddField(
            model_name='supervisionnotice',
            name='replied_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='supervisionnotice',
            name='sequence',
            field=models.PositiveIntegerField(default=0, verbose_name='number in the year'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='supervisionnotice',
            name='strike_note',
            field=models.CharField(blank=True, max_length=500, verbose_name='remark on striking off'),
        ),
        migrations.AddField(
            model_name='supervisionnotice',
            name='struck_off_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='supervisionnotice',
            name='year',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='year'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='supervisionnotice',
            name='demand',
            field=models.CharField(blank=True, max_length=500, verbose_name='demand'),
        ),
        migrations.AlterField(
            model_name='supervisionnotice',
            name='grounds',
            field=models.CharField(max_length=500, verbose_name='grounds'),
        ),
        migrations.AlterField(
            model_name='supervisionnotice',
            name='issued_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='supervisionnotice',
            name='to_post',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='grids.post'),
        ),
        migrations.RunSQL(NUMBERS, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='supervisionnotice',
            index=models.Index(condition=models.Q(('replied_at__isnull', True), ('struck_off_at__isnull', True)), fields=['to_post', 'reply_due_at'], name='notice_to_answer'),
        ),
        migrations.AddIndex(
            model_name='supervisionnotice',
            index=models.Index(fields=['to_post', '-issued_at'], name='notice_to_post'),
        ),
        migrations.AddIndex(
            model_name='supervisionnotice',
            index=models.Index(fields=['office', '-issued_at'], name='notice_of_office'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='supervisionnotice',
            trigger=pgtrigger.compiler.Trigger(name='notices_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='2b430889857b490b1d9cb3826c7faa091b26ba8f', operation='DELETE', pgid='pgtrigger_notices_stay_e5cb3', table='cases_supervisionnotice', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='supervisionnotice',
            constraint=models.UniqueConstraint(fields=('year', 'sequence'), name='notice_number_once'),
        ),
        migrations.AddConstraint(
            model_name='supervisionnotice',
            constraint=models.CheckConstraint(condition=models.Q(('copy_to', ''), ('issued_by__isnull', False), _connector='OR'), name='only_a_person_copies_a_notice_upwards'),
        ),
        migrations.AddConstraint(
            model_name='supervisionnotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replied_at__isnull', True), ('reply', '')), models.Q(('replied_at__gte', models.F('issued_at')), models.Q(('reply', ''), _negated=True)), _connector='OR'), name='a_reply_has_words_and_a_time'),
        ),
        migrations.AddConstraint(
            model_name='supervisionnotice',
            constraint=models.CheckConstraint(condition=models.Q(('counts', True), ('kind', 'reminder'), models.Q(('counts_reason', ''), _negated=True), _connector='OR'), name='a_card_that_does_not_count_says_why'),
        ),
        migrations.AddField(
            model_name='ladderrung',
            name='category',
            field=models.ForeignKey(blank=True, help_text='A category or a whole class. Empty: any', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='grids.category', verbose_name='category'),
        ),
        migrations.AddField(
            model_name='meetingground',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_grounds', to='cases.case'),
        ),
        migrations.AddField(
            model_name='meetingground',
            name='item',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='cases.agendaitem'),
        ),
        migrations.AddField(
            model_name='whistle',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='whistle',
            name='by_post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.post'),
        ),
        migrations.AddField(
            model_name='whistle',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='whistles', to='cases.case'),
        ),
        migrations.AddField(
            model_name='whistle',
            name='office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.grid', verbose_name='called by'),
        ),
        migrations.AddField(
            model_name='whistlecall',
            name='post',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='whistle_calls', to='grids.post'),
        ),
        migrations.AddField(
            model_name='whistlecall',
            name='reported_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='whistlecall',
            name='whistle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='cases.whistle'),
        ),
        migrations.AddConstraint(
            model_name='ladderrung',
            constraint=models.UniqueConstraint(fields=('number', 'category', 'urgency'), name='one_row_for_each_rung', nulls_distinct=False, violation_error_message='This rung has a row for this category and urgency already.'),
        ),
        migrations.AddConstraint(
            model_name='ladderrung',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 5)), name='ladder_has_five_rungs'),
        ),
        migrations.AddConstraint(
            model_name='ladderrung',
            constraint=models.CheckConstraint(condition=models.Q(('percent__gte', 10), ('percent__lte', 1000)), name='a_rung_comes_within_ten_limits', violation_error_message='Between 10 and 1000 per cent of the limit.'),
        ),
        migrations.AddConstraint(
            model_name='ladderrung',
            constraint=models.CheckConstraint(condition=models.Q(('level__lte', 3), models.Q(('meets__isnull', True), ('meets__lte', 2), _connector='OR')), name='a_rung_names_known_levels'),
        ),
        migrations.AddConstraint(
            model_name='ladderrung',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', 5), _negated=True), models.Q(('card', 'red'), ('level', 0), ('meets__isnull', True)), _connector='OR'), name='rung_five_is_a_red_card_and_nothing_more', violation_error_message='Rung 5 is a red card at the district; whatever goes beyond it is done by hand.'),
        ),
        migrations.AddConstraint(
            model_name='meetingground',
            constraint=models.UniqueConstraint(fields=('case', 'reason'), name='each_ground_once'),
        ),
        migrations.AddIndex(
            model_name='whistle',
            index=models.Index(fields=['office', '-at'], name='whistle_of_office'),
        ),
        migrations.AddConstraint(
            model_name='whistle',
            constraint=models.UniqueConstraint(fields=('year', 'sequence'), name='whistle_number_once'),
        ),
        migrations.AddConstraint(
            model_name='whistle',
            constraint=models.CheckConstraint(condition=models.Q(('come_by__gt', models.F('at'))), name='a_whistle_leaves_time_to_come'),
        ),
        migrations.AddIndex(
            model_name='whistlecall',
            index=models.Index(condition=models.Q(('reported_at__isnull', True)), fields=['post', 'come_by'], name='call_to_answer'),
        ),
        migrations.AddIndex(
            model_name='whistlecall',
            index=models.Index(fields=['post', '-come_by'], name='call_to_post'),
        ),
        migrations.AddConstraint(
            model_name='whistlecall',
            constraint=models.UniqueConstraint(fields=('whistle', 'post'), name='each_post_is_called_once'),
        ),
        migrations.RunPython(load_the_standard_ladder, migrations.RunPython.noop),
    ]
