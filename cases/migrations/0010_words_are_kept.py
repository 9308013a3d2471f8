"""The words of a case in a column: what a search filters by is read, not cut out of the text again for every row.

PostgreSQL fills the column and writes it anew only when one of its five sources changes; no model loads it.
"""

from django.db import migrations

KEEP = """
SET LOCAL statement_timeout = 0;
ALTER TABLE cases_case ADD COLUMN words tsvector
    GENERATED ALWAYS AS (case_words(number::text, outside_number::text, title::text, text, address::text)) STORED;
CREATE INDEX case_words ON cases_case USING gin (words);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_tags_and_last_change")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_words"),
        migrations.RunSQL(KEEP, "ALTER TABLE cases_case DROP COLUMN words"),
    ]
