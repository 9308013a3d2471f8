"""Tell PostgreSQL's planner about tables that were filled at one stroke."""

from django.db import connection


def learn(*models) -> None:
    """Count the rows of some models' tables anew (ANALYZE). Without it a query after a large load may take minutes."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
