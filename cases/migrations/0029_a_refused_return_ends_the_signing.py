"""A case whose return was refused counts as signed for, but its signing clock ran on until the case ended."""

from django.db import migrations

STOP = """
UPDATE cases_stageclock AS clock SET stopped_at = refused.at
FROM (
    SELECT run.id, min(event.at) AS at
    FROM cases_caseevent AS event
    JOIN cases_stageclock AS run ON run.case_id = event.case_id AND run.started_at <= event.at
    WHERE event.kind = 'case.return_refused' AND run.stage = 'sign_for' AND NOT run.is_void
    GROUP BY run.id
) AS refused
WHERE refused.id = clock.id AND (clock.stopped_at IS NULL OR clock.stopped_at > refused.at);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0028_filters_choose_in_the_index")]

    operations = [migrations.RunSQL(STOP, migrations.RunSQL.noop)]
