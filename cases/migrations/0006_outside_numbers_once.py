"""A number of 12345, 郑好拍 … is logged once: bring old numbers into one form, then hold it by a constraint."""

from django.db import migrations, models

# A number that stood there twice keeps its first case; the later ones get a mark, so that nothing is lost.
ONE_FORM = """
UPDATE cases_case SET outside_number = left(upper(btrim(normalize(outside_number, NFKC))), 60) WHERE outside_number <> '';
UPDATE cases_case SET outside_number = left(outside_number, 50) || ' #' || again.turn
FROM (
    SELECT id, row_number() OVER (PARTITION BY source, outside_number ORDER BY reported_at, id) AS turn
    FROM cases_case WHERE outside_number <> ''
) AS again
WHERE again.id = cases_case.id AND again.turn > 1;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_saved_filters")]

    operations = [
        migrations.RunSQL(ONE_FORM, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outside_number", ""), _negated=True),
                fields=("source", "outside_number"),
                name="an_outside_number_is_logged_once",
            ),
        ),
    ]
