"""The unit complained about never sees who reported: not on a page, not in a file, not in what colleagues wrote.

The walk follows every link from the desk and from the case, as a browser would; a new page is walked as soon as it is
linked.
"""

import io
import re
import zipfile
from datetime import timedelta
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases import lifecycle, meetings, permissions, supervision, whistles
from cases.models import Answers, Case
from grids import roster, scope
from grids.models import Questionnaire
from tests.cases.meeting import call_and_hold, sign

PERSON = {"name": "孟晓雨", "phone": "13812342706"}
SIGNERS = (("周大海", "13700002222"),)
HOME = "2单元1502"
TELLING = ("孟晓雨", "晓雨", "13812342706", "138 1234 2706", "12342706", "138****2706", "1502", "孟*", "周大海", "周*",
           "13700002222", "137****2222")  # fmt: skip
# Four figures inside a longer row of letters and figures are those of a token, not of a flat.
KNOWN = re.compile(r"(?<![0-9A-Za-z])(?:{})(?![0-9A-Za-z])".format("|".join(map(re.escape, TELLING))))
QUESTION = {"code": "who", "kind": "text", "zh": "谁知道", "en": "Who knows more"}
OUTSIDE = ("/accounts/", "/i18n/", "/admin/", "/static/", "/photos/", "/grids/")
VARIANTS = 2  # of one page: other orders and filters of a list show the same rows
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _standing_clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def told(bring, world, who):
    """Return a hidden reporter's case about which everybody has written down who reported it."""
    text = "我是孟晓雨，住3号楼1502，电话 138 1234 2706。12户房产证办不下来。"
    asked = Questionnaire.objects.create(category=world.categories["I01"], questions=[QUESTION])
    case = bring(
        "in_progress", text=text, address=f"3号楼{HOME}室", hides_reporter=True, **PERSON, co_signers=SIGNERS,
        questionnaire=asked, answers={"who": "孟晓雨和周大海，13812342706"},
    )  # fmt: skip
    said = "孟晓雨（13812342706）和周大海（137 0000 2222）从1502室来电催问。"
    street, cadre, now = who("street"), who("cadre"), world.now
    lifecycle.reply(case, note=said, by=street, now=now)
    lifecycle.urge(case, note=said, by=who("district"), now=now)
    lifecycle.split(case, posts=[world.worker_post, world.window_post], note=said, limit="3D", by=cadre, now=now)
    lifecycle.add_remark(case, note=said, by=permissions.REPORTER, now=now)
    notice = supervision.issue(case, kind="red", grounds=said, demand=said, by=who("official"), now=now)
    supervision.answer(notice, text=said, by=cadre, now=now)
    whistles.blow(
        case, posts=[world.worker_post, world.cadre_post], place="3号楼门前", note=said, until=now + 2 * HOUR,
        by=street, now=now,
    )  # fmt: skip
    item = meetings.propose(case, reason="legacy", level=0, problem=said, tried=said, by=street, now=now)
    meetings.record_visit(item, visited_at=now, present=said, text=said, by=who("district"), now=now)
    meeting, _items = call_and_hold(world.district, [item], by=who("district"), at=now + HOUR, now=now)
    return Case.objects.get(pk=case.pk), meeting


def browser_of(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def contents(answer) -> str:
    """Return what an answer says, also what is packed in a Word or Excel file."""
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            raw = b"\n".join(packed.read(name) for name in packed.namelist())
    return re.sub(r"<w:[^>]*>|</w:[^>]*>", "", unescape(raw.decode(errors="ignore")))


def walk(client: Client, *starts: str) -> dict[str, str]:
    """Follow every link from some addresses and return what each page says."""
    seen: dict[str, str] = {}
    waiting = list(starts)
    while waiting:
        address = waiting.pop(0)
        variants = [known for known in seen if known.partition("?")[0] == address.partition("?")[0]]
        if address in seen or len(variants) >= VARIANTS:
            continue
        answer = client.get(address, follow=True)
        assert answer.status_code < 500, address
        seen[address] = contents(answer)
        if "html" in answer.headers.get("Content-Type", ""):
            for link in re.findall(r'(?:href|src|data-url|hx-get)="([^"#]+)', answer.text):
                target = urlsplit(urljoin(address, unescape(link)))
                path = target.path + (f"?{target.query}" if target.query else "")
                if (
                    target.scheme in ("", "http")
                    and target.netloc in ("", "testserver")
                    and not path.startswith(OUTSIDE)
                    and path not in seen
                ):
                    waiting.append(path)
    return seen


def telling(pages: dict[str, str]) -> dict[str, list[str]]:
    return {address: found for address, said in pages.items() if (found := KNOWN.findall(said))}


@pytest.mark.parametrize("name", ["cadre", "worker", "window"])
def test_no_page_and_no_file_of_the_unit_names_the_reporter(name, told, world):
    case, meeting = told
    client = browser_of(world.people[name])
    own = reverse("desk-case", args=[case.number])

    pages = walk(
        client, "/desk/", own,
        reverse("desk-preview", args=[case.number]), reverse("desk-job-sheet", args=[case.number]),
        reverse("meeting", args=[meeting.pk]), "/dashboard/", "/map/",
    )  # fmt: skip

    assert len(pages) > 20
    assert case.number in pages[own], "the unit reads its case"
    assert telling(pages) == {}
    for word in (*PERSON.values(), HOME):
        assert case.number not in client.get("/desk/", {"q": word, "queue": "all"}).text
    for kind in ("csv", "xlsx"):
        answer = client.post("/desk/bulk/", {"action": kind, "all": 1, "list": "queue=all"})
        assert telling({kind: contents(answer)}) == {}
    revealed = client.post(reverse("desk-reveal", args=[case.number]), {"reason": "要打电话"})
    assert revealed.status_code == 403
    assert telling({"reveal": revealed.text}) == {}


def test_the_papers_of_a_meeting_do_not_name_the_reporter_either(told, world, who):
    _case, meeting = told
    sign(meeting, by=who("district"), at=world.now + 2 * HOUR)
    client = browser_of(world.people["district"])

    for kind in ("docx", "pdf"):
        answer = client.get(reverse("meeting-minutes-file", args=[meeting.pk, kind]))
        assert telling({kind: contents(answer)}) == {}
    assert telling({"page": client.get(reverse("meeting-minutes", args=[meeting.pk])).text}) == {}


def test_the_desk_that_calls_back_finds_everything_with_a_reason(told, who, world):
    case, _meeting = told
    resident = lifecycle.reveal(case, reason="回访要打电话", by=who("street"), now=world.now)

    assert (resident.name, resident.phone, resident.address) == (*PERSON.values(), f"3号楼{HOME}室")


@pytest.mark.parametrize("name", ["gridleader", "streetleader", "supervisor", "secretary"])
def test_nobody_else_may_look(name, told, who):
    assert not permissions.may_reveal(told[0], who(name))


def test_a_desk_that_handles_the_case_itself_is_the_unit(told, world):
    case = told[0]
    case.owner = world.street_post
    street = scope.of(world.people["street"], world.now)

    assert permissions.is_hidden_from(case, street)
    assert not permissions.may_reveal(case, street)


def test_working_as_another_post_uncovers_nobody_to_the_unit(told, world):
    case, person = told[0], world.people["cadre"]
    posting = roster.posting_at(world.street_post, world.now)
    roster.leave(posting, person, from_at=world.now, to_at=world.now + HOUR, by=person)
    everything = scope.of(person, world.now)

    for by in (everything, everything.as_one(world.street_post.pk), everything.as_one(world.cadre_post.pk)):
        assert permissions.is_hidden_from(case, by)
        with pytest.raises(lifecycle.NotPermitted):
            lifecycle.reveal(case, reason="回访要打电话", by=by, now=world.now)


def test_who_does_not_hide_is_shown_masked(bring, world):
    case = bring("in_progress", **PERSON)
    page = browser_of(world.people["cadre"]).get(reverse("desk-case", args=[case.number])).text

    assert "孟**" in page
    assert "138****2706" in page


def test_a_number_nobody_needs_is_not_kept_and_no_title_holds_a_number(report):
    case = report(text="打13812342706。身份证 11010519491231002X，卡 6222 0212 3456 7890 128。", routed=False)

    assert case.title == "打138****2706"
    assert case.text == "打13812342706。身份证 1101**********002X，卡 ***************0128。"


def test_the_answers_the_unit_reads_name_nobody(told):
    assert Answers.objects.get().given == {"who": "***和***，***"}


def test_no_title_names_who_reports_hidden_or_not(report):
    case = report(text="我是孟晓雨，和周大海一起，楼道灯不亮。", co_signers=SIGNERS, routed=False, **PERSON)

    assert case.title == "我是***，和***一起，楼道灯不亮"
    assert case.text == "我是孟晓雨，和周大海一起，楼道灯不亮。"


def test_a_number_is_not_cut_in_half_by_the_length_of_the_title(report):
    case = report(
        text="楼道灯不亮已经三个星期了物业说不归他们管也没有人来请打电话一三八找我13812342706谢谢", routed=False
    )

    assert "1381" not in case.title


def test_the_desk_that_calls_back_sees_the_co_signers_once_with_the_reporter(told, world):
    client = browser_of(world.people["street"])
    page = reverse("desk-case", args=[told[0].number])

    assert "周**" in client.get(page).text
    assert "周大海" not in client.get(page).text
    assert "周大海 13700002222" in client.post(reverse("desk-reveal", args=[told[0].number]), {"reason": "回访"}).text
