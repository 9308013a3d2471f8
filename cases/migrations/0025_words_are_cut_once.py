"""The words of a case, cut by a function whose plan a connection keeps: an SQL function is planned anew for every row.

Both cut alike, so what is stored stays as it is. array_to_tsvector leaves out what comes twice.
"""

from importlib import import_module

from django.db import migrations

before = import_module("cases.migrations.0004_words_of_a_case")

FUNCTION = """
CREATE OR REPLACE FUNCTION case_words(VARIADIC parts text[]) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
DECLARE
    all_of_it text COLLATE "C" := lower(array_to_string(parts, ' ') COLLATE "C");
BEGIN
    RETURN array_to_tsvector(ARRAY(
        SELECT CASE WHEN is_han(next) THEN sign || next ELSE sign END
        FROM (
            SELECT sign, lead(sign) OVER (ORDER BY place) AS next
            FROM unnest(string_to_array(all_of_it, NULL)) WITH ORDINALITY AS signs(sign, place)
        ) AS pairs
        WHERE is_han(sign)
        UNION ALL
        SELECT left(latin[1], 40) FROM regexp_matches(all_of_it, '[a-z0-9]+', 'g') AS latin
    ));
END
$$;
""".replace("is_han(next)", before.HAN.format("next")).replace("is_han(sign)", before.HAN.format("sign"))


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_stored_sums")]

    operations = [
        migrations.RunSQL(FUNCTION, before.FUNCTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
