"""Residents report while the broker is gone, dies or hangs: the report is taken at once and routed by the sweep."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import timezone

from cases import outbox, sweeps
from cases.models import Case
from tests.reliability import counts, servers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]

AT_ONCE = 4
BURST = 24  # three times what the web server answers at once
LONGEST = 5  # seconds until the resident has the number (goal R3)


@pytest.fixture
def site(world, started, broker, log):
    """The real web server, in front of a broker that works so far."""
    served = servers.Site(broker, log)
    started.append(served.child)
    return served


@pytest.fixture
def send(world, site):
    """Return a function that sends some reports at the same moment; number and seconds of each."""

    def send_at_once(count=AT_ONCE):
        forms = [site.open_form() for _n in range(count)]
        fields = {"text": "楼下的井盖不见了。", "category": "B01", "grid": world.grid.code}
        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(lambda form: form.send(**fields), forms))

    return send_at_once


def assert_taken_and_routed_by_the_sweep(receipts):
    assert max(seconds for _number, seconds in receipts) < LONGEST
    cases = Case.objects.filter(number__in=[number for number, _seconds in receipts])
    assert cases.count() == len(receipts)
    sweeps.outbox_sweep(timezone.now() + outbox.GRACE)
    counts.assert_each_assigned_once(cases.values_list("pk", flat=True))


def test_a_report_without_any_broker_gets_its_number_and_is_assigned_by_the_sweep(broker, send):
    broker.stop()

    assert_taken_and_routed_by_the_sweep(send())


def test_reports_before_and_after_the_broker_dies_are_all_assigned(broker, send):
    before = send()
    assert broker.queued() == AT_ONCE, "the first ones were sent"
    broker.stop()
    after = send()
    broker.start()  # empty: what was queued is lost
    time.sleep(outbox.SILENCE)
    later = send(1)

    assert broker.queued() == 1, "the web server has found the new broker by itself"
    assert_taken_and_routed_by_the_sweep(before + after + later)


def test_reports_while_the_broker_hangs_get_their_numbers_within_five_seconds(broker, send):
    before = send(1)
    broker.freeze()
    try:
        during = send()
        assert_taken_and_routed_by_the_sweep(before + during)
    finally:
        broker.thaw()


def test_a_burst_of_reports_while_the_broker_hangs_gets_its_numbers_within_five_seconds(broker, send):
    broker.freeze()
    try:
        assert max(seconds for _number, seconds in send(BURST)) < LONGEST
    finally:
        broker.thaw()
