"""Case numbers from a sequence: with a counter's row each report of the city waited for the one before to commit.

The numbers of a day go on where they were.
"""

from django.db import migrations, models

GO_ON = """
INSERT INTO cases_caseday (day, given) SELECT substr(series, 6), -last FROM cases_serial WHERE series LIKE 'case:%';
DELETE FROM cases_serial WHERE series LIKE 'case:%';
"""
BACK = """
INSERT INTO cases_serial (series, last)
SELECT 'case:' || day, greatest(0, last_value - CASE WHEN is_called THEN 0 ELSE 1 END - given)
FROM cases_caseday, cases_number;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_words_are_cut_once")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE cases_number", "DROP SEQUENCE cases_number"),
        migrations.CreateModel(
            name="CaseDay",
            fields=[
                ("day", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("given", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(GO_ON, BACK),
    ]
