"""Advisory locks: one turn at a time, given back when the transaction ends."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, connections, transaction

from zhengzhou_grid.lib import locks


def in_another_session(work):
    """Run work in a transaction of a second connection and return its answer."""

    def run():
        try:
            with transaction.atomic():
                return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        return other.submit(run).result()


def tree_with_little_patience():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
    locks.tree()
    return True


@pytest.mark.django_db(transaction=True)
def test_the_tree_is_waited_for():
    with transaction.atomic():
        locks.tree()
        with pytest.raises(OperationalError):
            in_another_session(tree_with_little_patience)
    assert in_another_session(tree_with_little_patience)


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        locks.tree()
