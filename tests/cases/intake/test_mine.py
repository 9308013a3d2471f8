"""Several cases under one number: what is answered, what opens, for how long, and how often one may ask."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import by_phone, outbox
from cases.models import Case
from residents import phone_codes, sealing
from residents.models import PhoneCode, Resident, ShownText

PHONE = "13800000001"


@pytest.fixture
def sent(monkeypatch):
    """Return what went to the broker; the worker of this test is `deliver`."""
    messages = []
    monkeypatch.setattr(outbox, "send", lambda task, **row: messages.append((task, row)))
    return messages


@pytest.fixture
def ask(stranger, sent, django_capture_on_commit_callbacks):
    def do(phone=PHONE, client=None):
        with django_capture_on_commit_callbacks(execute=True):
            return (client or stranger).post(reverse("mine"), {"phone": phone})

    return do


@pytest.fixture
def enter(stranger, ask, world):
    """Ask for a code, let the worker send it, type it; return the code."""

    def do(phone=PHONE):
        ask(phone)
        phone_codes.send(PhoneCode.objects.latest("pk").pk, world.now)
        code = re.search(r"\d{6}", ShownText.objects.first().text)[0]
        assert stranger.post(reverse("mine-code"), {"code": code}).url == reverse("mine")
        return code

    return do


def text_of(response) -> str:
    """Return a page without what differs from one visit to the next by itself."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", response.content.decode())


class TestAsking:
    def test_known_and_unknown_numbers_get_the_same_answer(self, send, ask, client):
        send(phone=PHONE)
        answers = []
        for number in (PHONE, "13900000009"):
            browser = type(client)(headers={"accept-language": "en"})
            answer = ask(number, browser)
            page = browser.get(answer.url)
            answers.append((answer.status_code, answer.url, page.status_code, text_of(page)))

        assert answers[0] == answers[1]
        assert answers[0][1] == reverse("mine-code")

    def test_known_and_unknown_numbers_cost_the_same_statements(self, send, ask):
        send(phone=PHONE)
        ask("13900000001")
        costs = []
        for number in (PHONE, "13900000009"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                ask(number)
            costs.append([re.sub(r"'[^']*'|\d+", "", query["sql"])[:60] for query in queries])

        assert costs[0] == costs[1]

    def test_the_message_to_the_worker_carries_the_id_alone(self, ask, sent):
        ask()
        task, row = sent[-1]

        assert task == "residents.send_code"
        assert row == {"queue": "notify", "code_id": PhoneCode.objects.get().pk}

    @pytest.mark.parametrize(
        "typed", ["138 0000 0001", "+86 138-0000-0001", "008613800000001", "１３８００００００００１"[:11]]
    )
    def test_a_number_may_be_typed_carelessly(self, ask, typed):
        assert ask(typed).status_code == 302

    @pytest.mark.parametrize("typed", ["", "1380000", "037167000000", "hello", "1" * 30])
    def test_what_is_no_mobile_number_is_said_to_be_none_and_kept(self, ask, typed):
        response = ask(typed)

        assert response.status_code == 422
        assert f'value="{typed}"' in response.content.decode()
        assert not PhoneCode.objects.exists()

    def test_a_fourth_code_within_the_hour_is_refused_known_or_not(self, send, ask, world):
        send(phone=PHONE)
        for number in (PHONE, "13900000009"):
            assert [ask(number).status_code for _time in range(4)] == [302, 302, 302, 429]
        with time_machine.travel(world.now + timedelta(minutes=75), tick=False):
            assert ask().status_code == 302

    def test_many_telephones_behind_one_address_may_ask(self, ask):
        assert {ask(f"138{number:08d}").status_code for number in range(100)} == {302}

    def test_one_address_does_not_ask_without_end(self, ask, monkeypatch):
        few = by_phone.counting.Limit("phone-code-address", 2, timedelta(hours=1))
        monkeypatch.setattr(by_phone, "CODES_FROM_AN_ADDRESS", few)

        assert [ask(f"138{number:08d}").status_code for number in range(3)] == [302, 302, 429]


class TestCode:
    def test_a_wrong_code_is_kept_and_may_be_mended(self, send, enter, ask, stranger):
        send(phone=PHONE)
        ask()
        response = stranger.post(reverse("mine-code"), {"code": "12 34"})

        assert response.status_code == 422
        assert 'value="12 34"' in response.content.decode()

    def test_after_five_tries_a_new_one_is_offered(self, ask, stranger):
        ask()
        answers = [stranger.post(reverse("mine-code"), {"code": "000000"}) for _try in range(5)]

        assert 'name="code"' in answers[3].content.decode()
        assert 'name="code"' not in answers[4].content.decode()
        assert f'href="{reverse("mine")}"' in answers[4].content.decode()

    def test_without_having_asked_there_is_nothing_to_type(self, stranger, world):
        assert stranger.get(reverse("mine-code")).url == reverse("mine")

    def test_a_cookie_written_by_hand_proves_nothing(self, send, ask, stranger):
        send(phone=PHONE)
        ask()
        stranger.cookies["number-proved"] = str(PhoneCode.objects.get().row)

        assert 'name="phone"' in stranger.get(reverse("mine")).content.decode()


class TestList:
    def test_it_holds_the_cases_of_exactly_this_number_newest_first(self, report, enter, stranger, world):
        older = report(phone=PHONE, at=world.now - timedelta(days=2))
        newer = report(phone=PHONE, hides_reporter=True)
        other = report(phone="13800000002")
        nobody = report()
        enter()
        page = stranger.get(reverse("mine")).content.decode()

        assert page.index(newer.number) < page.index(older.number)
        assert other.number not in page
        assert nobody.number not in page

    def test_each_opens_without_its_code_for_half_an_hour(self, report, enter, stranger, world):
        case, other = report(phone=PHONE), report(phone="13800000002", text="电梯坏了。")
        enter()
        address = reverse("track-case", args=[case.number])
        assert case.title in stranger.get(address).content.decode()
        assert other.title not in stranger.get(reverse("track-case", args=[other.number])).content.decode()

        with time_machine.travel(world.now + timedelta(minutes=31), tick=False):
            assert case.title not in stranger.get(address).content.decode()
            assert 'name="phone"' in stranger.get(reverse("mine")).content.decode()

    @pytest.mark.parametrize("left", ["138 0000 0001", "+86 138-0000-0001", "8613800000001", "0086 138 0000 0001"])
    @pytest.mark.parametrize("typed", [PHONE, "86 13800000001", "(+86) 138.0000.0001"])
    def test_a_number_is_the_same_however_it_was_left_and_is_typed(self, report, enter, stranger, left, typed):
        case = report(phone=left)
        enter(typed)

        assert case.number in stranger.get(reverse("mine")).content.decode()

    def test_what_was_indexed_with_its_country_before_is_found(self, report, enter, stranger):
        case = report(phone=PHONE)
        _now, before = sealing.indexes(PHONE)
        Resident.objects.update(phone_index=before)
        enter()

        assert case.number in stranger.get(reverse("mine")).content.decode()

    def test_another_browser_sees_nothing_of_it(self, report, enter, client):
        case = report(phone=PHONE)
        enter()

        assert case.number not in client.get(reverse("mine")).content.decode()

    def test_whoever_closes_the_list_has_to_prove_the_number_again(self, report, enter, stranger):
        case = report(phone=PHONE)
        enter()
        kept = stranger.cookies["number-proved"].value
        stranger.post(reverse("mine-leave"))
        stranger.cookies["number-proved"] = kept

        assert case.number not in stranger.get(reverse("mine")).content.decode()

    def test_what_a_proved_number_opens_can_be_acted_on(self, bring, enter, stranger):
        case = bring("in_progress", phone=PHONE)
        enter()
        stranger.post(reverse("track-urge", args=[case.number]))

        assert Case.objects.get().urge_count == 1

    @pytest.mark.parametrize("state", ["reported", "assigned", "in_progress", "feedback", "verified", "closed"])
    def test_it_says_of_each_where_it_stands(self, bring, enter, stranger, state):
        bring(state, phone=PHONE)
        enter()

        assert 'class="mine-step"' in stranger.get(reverse("mine")).content.decode()

    def test_twenty_cases_cost_no_more_queries_than_two(self, report, enter, stranger, django_assert_max_num_queries):
        for _case in range(20):
            report(phone=PHONE, routed=False)
        enter()
        stranger.get(reverse("mine"))
        with django_assert_max_num_queries(6):
            assert stranger.get(reverse("mine")).content.decode().count('class="mine-head"') == 20


class TestManyCases:
    @pytest.fixture
    def five(self, monkeypatch, report, world, enter):
        """Let a reporter of five cases, two of them of the same moment, see two on a page."""
        monkeypatch.setattr(by_phone, "MOST", 2)
        moments = [world.now - timedelta(days=day) for day in (5, 4, 3, 3, 1)]
        made = [report(phone=PHONE, at=moment) for moment in moments]
        enter()
        return [case.number for case in sorted(made, key=lambda case: (case.reported_at, case.pk), reverse=True)]

    def numbers_on(self, page):
        return re.findall(r"ZZ\d{8}-\d{6}(?=</span>)", page)

    def test_each_stands_on_one_page_the_newest_first(self, five, stranger):
        found, address = [], reverse("mine")
        while address:
            page = stranger.get(address).content.decode()
            assert len(self.numbers_on(page)) <= 2
            found += self.numbers_on(page)
            further = re.search(r'href="(/mine/\?after=[^"]+)"', page)
            address = further and unescape(further[1])

        assert found == five

    def test_one_that_comes_meanwhile_moves_nobody_to_another_page(self, five, stranger, report, world):
        first = stranger.get(reverse("mine")).content.decode()
        report(phone=PHONE, at=world.now)
        second = stranger.get(unescape(re.search(r'href="(/mine/\?after=[^"]+)"', first)[1])).content.decode()

        assert self.numbers_on(first) + self.numbers_on(second) == five[:4]

    @pytest.mark.parametrize("mark", ["", "x", "_", "2026-13-99_1", "9" * 500])
    def test_a_broken_mark_is_the_first_page(self, five, stranger, mark):
        page = stranger.get(reverse("mine"), {"after": mark}).content.decode()

        assert self.numbers_on(page) == five[:2]
