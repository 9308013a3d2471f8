"""New rows by a statement that is put together once for each model: what the ORM does anew for each row costs more
than all the rest of an insert. For rows that every report writes; elsewhere `save` and `bulk_create` are as good.
"""

from collections.abc import Sequence
from functools import cache

from django.db import connection, models
from django.db.models.sql import InsertQuery


def insert(rows: Sequence[models.Model]) -> None:
    """Store new rows of one model, whose keys the database gives, and set these. Like bulk_create it sends no signals.

    One statement for all; none for no rows.
    """
    if not rows:
        return
    head, one, tail, fields = _statement(type(rows[0]))
    values = []
    for row in rows:
        row._prepare_related_fields_for_save(operation_name="save")  # what it points to may have got its key since
        values += [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"{head} VALUES {', '.join([one] * len(rows))} {tail}", values)
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk, row._state.adding, row._state.db = key, False, connection.alias


@cache
def _statement(model: type[models.Model]) -> tuple[str, str, str, list[models.Field]]:
    """Return what stands before, for and after the values of a row in the ORM's own statement, and their fields."""
    fields = [field for field in model._meta.local_concrete_fields if not (field.primary_key or field.generated)]
    query = InsertQuery(model)
    query.insert_values(fields, [model()])
    compiler = query.get_compiler(connection=connection)
    compiler.returning_fields = [model._meta.pk]
    [(statement, _values)] = compiler.as_sql()
    head, values = statement.split(" VALUES ")
    one, returning = values.split(" RETURNING ")
    return head, one, f"RETURNING {returning}", fields
