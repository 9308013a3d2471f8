"""Two hundred people report with name and number, forty sign with them; none is found in anything that lies about."""

import base64
import json
import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from cases.models import Answers, Case, CaseEvent, CoSigner, Joined
from grids import tree
from grids.models import Questionnaire
from residents.models import PhoneCode, ShownText
from tests.reliability import counts, servers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
COUNT = 200
SIGNING = 40  # more of them, who sign with some of the others
JOINING = 5  # neighbours who join a case instead of reporting it again
ASKING = 5  # of them ask for a one-time code to their number
WORKER_STOPPED = 16  # of them come while no worker runs: their messages wait in the broker
AT_A_TIME = 4  # as many as the site takes at once: sent one after the other they would take half a minute
ID_NUMBER = "11010519491231002X"  # the sample of GB 11643, which somebody types though nobody asked for it


def canary(n: int) -> dict[str, str]:
    surname, given = "赵钱孙李周吴郑王冯陈"[n % 10], f"{chr(0x4E00 + 37 * n + 11)}{chr(0x5200 + 53 * n + 7)}"
    return {"name": surname + given, "phone": f"1{3 + n % 7}{n:03d}{(n * 7919) % 1000000:06d}"}


CANARIES = [canary(n) for n in range(COUNT + SIGNING)]
SIGNERS = CANARIES[COUNT:]


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


@pytest.fixture
def grids(world):
    """Return four grids to report from: above sixty reports an hour from one of them the form asks for more work."""
    rest = [
        tree.add(
            world.community,
            code=f"41010600200600{n}",
            name=f"盛世社区第{n}网格",
            name_en=f"Shengshi Community Grid {n}",
        )
        for n in range(2, 5)
    ]
    return [world.grid, *rest]


@pytest.fixture
def asked(world):
    """Let the category ask a question to be answered in words."""
    question = {"code": "who", "kind": "text", "zh": "谁知道详情", "en": "Who knows more"}
    return Questionnaire.objects.create(category=world.categories["B01"], questions=[question])


@pytest.fixture
def site(started, broker, log, monkeypatch):
    """Start the site behind a proxy, so that each browser has an address of its own."""
    monkeypatch.setenv("TRUSTED_PROXIES", "1")
    monkeypatch.setenv("FORM_GUARD", "true")  # it counts numbers and addresses, too
    site = servers.Site(broker, log)
    started.append(site.child)
    return site


def send_all(site: servers.Site, numbers: range, grids, asked) -> None:
    """Report as some canaries. Two of three hide, and say in text, answer and remark who they are and who signs.

    A few browsers at a time, each with the form it opened first: drawing the form anew took most of the time.
    """

    def some(first: int) -> None:
        form = site.open_form()
        for n in numbers[first::AT_A_TIME]:
            person, hides = CANARIES[n], {"hides_reporter": "on"} if n % 3 else {}
            signer = SIGNERS[n] if n < SIGNING else None
            said = "，".join([*person.values(), *(signer.values() if signer else ())])
            fields = {
                "text": f"我是{said}，楼道灯不亮。" if hides else f"身份证 {ID_NUMBER}，楼道灯不亮。",
                "category": "B01", "grid": grids[n % len(grids)].code, "place_by": "script",
                "address": "3号楼2单元1502室", "asked": asked.pk, "q_who": said if hides else "不知道",
                "co_signers": f"{signer['name']} {signer['phone']}" if signer else "", "may_be_public": "on",
                **person, **hides,
            }  # fmt: skip
            form.hidden["form_key"] = str(uuid.uuid4())
            form.browser.addheaders = [("X-Forwarded-For", f"203.0.113.{n}")]
            number, _took = form.send(**fields)
            if hides and n < SIGNING:
                form.post(f"/track/{number}/add/", note=f"{said}：还是不亮。")

    with ThreadPoolExecutor(AT_A_TIME) as browsers:
        list(browsers.map(some, range(AT_A_TIME)))


def test_the_canaries_are_told_apart():
    assert len({word for person in CANARIES for word in person.values()}) == 2 * (COUNT + SIGNING)
    assert found_in("reported by " + CANARIES[7]["name"])


def test_no_name_and_no_number_lies_in_database_broker_log_or_message(site, broker, log, start_worker, grids, asked):
    worker = start_worker()
    send_all(site, range(COUNT - WORKER_STOPPED), grids, asked)
    joined = Case.objects.shown_to_neighbours().first()
    for n in range(JOINING):
        neighbour = site.open_form()
        neighbour.browser.addheaders = [("X-Forwarded-For", f"198.51.100.{n}")]
        neighbour.post("/report/join/", join=joined.number, form_key=neighbour.hidden["form_key"])
    servers.wait_until(lambda: not counts.unhandled().exists(), within=60)
    worker.freeze()  # not for long: a worker takes a broker that was silent for half a minute for gone
    send_all(site, range(COUNT - WORKER_STOPPED, COUNT), grids, asked)

    waiting = in_redis(broker.client)
    assert broker.queued() > WORKER_STOPPED // 2
    assert "handle_event" in waiting, "messages are there to be read"
    assert found_in(waiting) == []
    worker.thaw()
    servers.wait_until(lambda: not counts.unhandled().exists(), within=120)

    assert found_in(in_redis(broker.client)) == []
    everything = dump()
    assert "楼道灯不亮" in everything
    assert Case.objects.count() == COUNT
    assert CoSigner.objects.count() == SIGNING
    assert Answers.objects.count() == COUNT
    assert CaseEvent.objects.filter(kind="case.remarked").count() > SIGNING // 2
    assert Joined.objects.count() == JOINING
    assert ID_NUMBER not in everything
    assert found_in(everything) == []
    assert "cases.handle_event" in log.read_text()
    assert found_in(log.read_text()) == []


def test_no_number_and_no_code_lies_about_when_codes_are_asked_for(world, site, broker, log, start_worker):
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
