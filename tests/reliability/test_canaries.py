"""Two hundred people report with name and number; afterwards neither is found in anything that lies about."""

import base64
import json
import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from cases.models import Case
from residents.models import PhoneCode, ShownText
from tests.reliability import counts, servers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
COUNT = 200
ASKING = 5  # of them ask for a one-time code to their number
WORKER_STOPPED = 40  # of them come while no worker runs: their messages wait in the broker
AT_A_TIME = 4  # as many as the site takes at once: sent one after the other they would take half a minute
ID_NUMBER = "11010519491231002X"  # the sample of GB 11643, which somebody types though nobody asked for it


def canary(n: int) -> dict[str, str]:
    surname, given = "赵钱孙李周吴郑王冯陈"[n % 10], f"{chr(0x4E00 + 37 * n + 11)}{chr(0x5200 + 53 * n + 7)}"
    return {"name": surname + given, "phone": f"1{3 + n % 7}{n:03d}{(n * 7919) % 1000000:06d}"}


CANARIES = [canary(n) for n in range(COUNT)]


def dump() -> str:
    """Return every row of every table as text, as pg_dump writes them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        texts = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            texts.append(cursor.fetchone()[0])
    assert len(tables) > 30
    return "\n".join(texts)


def in_redis(client) -> str:
    """Return every key with its value as Redis would write it to disk."""
    return "\n".join(f"{key!r} {client.dump(key)!r} {spoken(client, key)}" for key in client.scan_iter(count=500))


def spoken(client, key) -> str:
    """Return the messages of a queue in the clear, for their bodies are packed."""
    messages = [json.loads(raw) for raw in client.lrange(key, 0, -1)] if client.type(key) == b"list" else []
    return "\n".join(f"{message['headers']} {json.loads(base64.b64decode(message['body']))}" for message in messages)


def found_in(text: str) -> list[str]:
    return [word for person in CANARIES for word in person.values() if word in text]


def send_all(site: servers.Site, people: list[dict[str, str]]) -> None:
    """Report as each of some people. Two of three hide, and say in the text who they are.

    A few browsers at a time, each with the form it opened first: drawing the form anew took most of the time.
    """
    place = {"grid": "410106002006001", "place_by": "script", "address": "3号楼2单元1502室"}

    def some(first: int) -> None:
        form = site.open_form()
        for n in range(first, len(people), AT_A_TIME):
            person = people[n]
            hides = {"hides_reporter": "on"} if n % 3 else {}
            said = f"我是{person['name']}，电话 {person['phone']}，" if hides else f"身份证 {ID_NUMBER}，"
            form.hidden["form_key"] = str(uuid.uuid4())
            form.send(text=f"{said}楼道灯不亮。", category="B01", **place, **person, **hides)

    with ThreadPoolExecutor(AT_A_TIME) as browsers:
        list(browsers.map(some, range(AT_A_TIME)))


def test_the_canaries_are_told_apart():
    assert len({word for person in CANARIES for word in person.values()}) == 2 * COUNT
    assert found_in("reported by " + CANARIES[7]["name"])


def test_no_name_and_no_number_lies_in_database_broker_log_or_message(world, started, broker, log, start_worker):
    site = servers.Site(broker, log)
    started.append(site.child)
    worker = start_worker()
    send_all(site, CANARIES[:-WORKER_STOPPED])
    servers.wait_until(lambda: not counts.unhandled().exists(), within=60)
    worker.freeze()
    send_all(site, CANARIES[-WORKER_STOPPED:])

    waiting = in_redis(broker.client)
    assert broker.queued() > WORKER_STOPPED // 2
    assert "handle_event" in waiting, "messages are there to be read"
    assert found_in(waiting) == []
    worker.thaw()
    servers.wait_until(lambda: not counts.unhandled().exists(), within=60)

    assert found_in(in_redis(broker.client)) == []
    everything = dump()
    assert "楼道灯不亮" in everything
    assert Case.objects.count() == COUNT
    assert ID_NUMBER not in everything
    assert found_in(everything) == []
    assert "cases.handle_event" in log.read_text()
    assert found_in(log.read_text()) == []


def test_no_number_and_no_code_lies_about_when_codes_are_asked_for(world, started, broker, log, start_worker):
    site = servers.Site(broker, log)
    started.append(site.child)
    worker = start_worker()
    worker.freeze()
    for person in CANARIES[:ASKING]:
        form = site.open_form()
        form.send(text="楼道灯不亮。", category="B01", grid="410106002006001", place_by="script", **person)
        form.ask_for_code(person["phone"])
    waiting = in_redis(broker.client)
    assert "send_code" in waiting, "messages are there to be read"
    assert found_in(waiting) == []

    worker.thaw()
    servers.wait_until(lambda: PhoneCode.objects.filter(sent_at__isnull=False).count() == ASKING)
    codes = [re.search(r"\d{6}", shown.text)[0] for shown in ShownText.objects.all()]
    everything = "\n".join([in_redis(broker.client), dump(), log.read_text()])

    assert len(codes) == ASKING
    assert found_in(everything) == []
    in_the_clear = re.sub(r"[.,]\d+", "", everything)  # without fractions of seconds
    assert [code for code in codes if re.search(rf"(?<!\w){code}(?!\w)", in_the_clear)] == []
