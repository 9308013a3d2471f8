"""Minutes whose signing process is killed between its first write and the commit: all or nothing, then signed."""

from datetime import timedelta

import pytest
from django.db import connection

from cases import meetings
from cases.models import Case, CaseEvent, CoHandlingOrder, Minutes, Notice, Resolution, RoutingDecision, Serial
from tests.cases import meeting as council
from tests.reliability import servers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
DAY = timedelta(days=1)
TABLES = (Case, CaseEvent, CoHandlingOrder, Minutes, Notice, Resolution, RoutingDecision, Serial)


@pytest.fixture
def unsigned(bring, who, world):
    """A meeting that decided two cases and heard a third with one of them, each decision with supporting units."""
    items = [
        meetings.propose(bring("in_progress"), reason="legacy", level=0, by=who("cadre"), now=world.now)
        for _turn in range(3)
    ]
    meetings.merge(items[2], items[0], by=who("district"), now=world.now)
    at = world.now + 2 * DAY
    meeting, decided = council.call_and_hold(world.district, items[:2], by=who("district"), at=at, now=world.now)
    for item in decided:
        meetings.resolve(
            item, text="由住建局牵头。", lead_department=world.departments["housing"], lead_post=world.cadre_post,
            due_at=world.now + 30 * DAY, supporting=[world.departments["municipal_works"]], by=who("district"), now=at,
        )  # fmt: skip
    meetings.end(meeting, by=who("district"), now=at)
    return Minutes.objects.get(meeting=meeting)


def everything() -> list[list[dict]]:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def is_let_go() -> bool:
    """Tell whether the server has noticed that the process is gone, and rolled its transaction back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'"
        )
        return cursor.fetchone()[0] == 0


@pytest.mark.parametrize("writes", [0, 1, 6, 14])
def test_nothing_is_half_done_and_signing_again_succeeds(
    unsigned, started, broker, log, tmp_path, world, writes, at_the_same_time
):
    now, mark, before = (world.now + 3 * DAY).isoformat(), tmp_path / "mark", everything()
    signer = servers.Actor.start("sign_minutes_and_hang", unsigned.pk, now, writes, mark, broker=broker, log=log)
    started.append(signer)
    assert signer.is_ready(), log.read_text()
    signer.go()
    servers.wait_until(mark.exists)
    assert not is_let_go(), "it hangs in the middle of the transaction"
    assert everything() == before, "nobody sees what is not committed"
    signer.kill()
    servers.wait_until(is_let_go)

    assert everything() == before
    [number] = at_the_same_time("sign_minutes", unsigned.pk, now, processes=1)
    unsigned.refresh_from_db()
    assert unsigned.number == number
    assert Case.objects.filter(state="assigned", in_meeting=False).count() == 3
    assert CoHandlingOrder.objects.filter(state="asked", post=world.worker_post).count() == 3
    assert Resolution.objects.filter(in_force_at=unsigned.signed_at).count() == 2


def test_two_conveners_at_one_moment_sign_once(unsigned, world, log, broker, started):
    now = (world.now + 3 * DAY).isoformat()
    actors = [servers.Actor.start("sign_minutes", unsigned.pk, now, broker=broker, log=log) for _n in range(2)]
    started.extend(actors)
    assert all(actor.is_ready() for actor in actors), log.read_text()
    for actor in actors:
        actor.go()
    codes = sorted(actor.process.wait(timeout=60) for actor in actors)

    assert codes[0] == 0
    assert codes[1] != 0, "the second is told that they are signed"
    assert CoHandlingOrder.objects.count() == 3
    assert CaseEvent.objects.filter(kind="case.resolved_at_meeting").count() == 3
