"""What the report form asks of strangers: work or an answer, limits, and a way through for everybody."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.intake import guard
from cases.models import Case
from residents import blocking, counting, proof
from tests import proofs

REPORT = reverse("report")
UNPROVED = {"proof": ""}


def challenge_on(page):
    return json.loads(unescape(re.search(r'data-challenge="([^"]+)"', page)[1]))


def value(page, name):
    return re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)[1]


@pytest.fixture
def few(settings):
    """Let limits be reached with two reports."""
    for name in ("REPORTS_PER_PHONE", "REPORTS_PER_ADDRESS", "REPORTS_PER_GRID", "ANSWERS_PER_ADDRESS"):
        setattr(settings, name, 2)


class TestProof:
    def test_a_browser_that_did_the_work_of_the_page_is_let_in(self, resident, filled, now):
        with time_machine.travel(now, tick=False) as clock:
            page = resident.get(REPORT).content.decode()
            clock.shift(60)
            work = {"proof": proof.solve(challenge_on(page)), "opened": value(page, "opened")}
            response = resident.post(REPORT, filled(form_key=value(page, "form_key"), **work))

        assert response.status_code == 302

    def test_without_work_the_question_is_asked_and_nothing_is_lost(self, send):
        response, case = send(**UNPROVED)
        page = response.content.decode()

        assert (response.status_code, case) == (200, None)
        assert "井盖没了。晚上很危险。" in page
        assert "proof-question is-asked" in page

    def test_the_right_answer_is_enough_without_scripts(self, resident, filled):
        fields = filled(**UNPROVED)
        fields["answer"] = sum(proof.question(fields["form_key"]))

        assert resident.post(REPORT, fields).status_code == 302

    def test_a_wrong_answer_is_asked_for_again(self, resident, filled):
        fields = filled(**UNPROVED, answer="3")

        assert resident.post(REPORT, fields).status_code == 422
        right = sum(proof.question(fields["form_key"]))
        assert resident.post(REPORT, {**fields, "answer": right}).status_code == 302

    def test_one_proof_makes_one_case(self, resident, filled):
        fields = filled()
        resident.post(REPORT, fields)
        replayed = resident.post(REPORT, filled(proof=fields["proof"]))
        again = resident.post(REPORT, fields)

        assert replayed.status_code == 200
        assert again.status_code == 302
        assert Case.objects.count() == 1

    def test_a_draft_of_another_day_gets_a_challenge_for_its_key(self, resident, filled):
        fields = filled()
        made = resident.get(reverse("report-challenge"), {"key": fields["form_key"]}).json()

        assert resident.post(REPORT, {**fields, "proof": proof.solve(made)}).status_code == 302

    def test_the_field_no_person_sees_costs_an_answer_and_no_report(self, resident, filled):
        fields = filled(website="https://example.com")
        asked = resident.post(REPORT, fields)
        fields["answer"] = sum(proof.question(fields["form_key"]))

        assert asked.status_code == 200
        assert resident.post(REPORT, fields).status_code == 302


class TestTime:
    def test_a_form_sent_within_three_seconds_is_asked_and_keeps_everything(self, resident, filled, now):
        with time_machine.travel(now, tick=False) as clock:
            fields = filled(opened=proofs.opened(now))
            clock.shift(2)
            early = resident.post(REPORT, fields)
            page = early.content.decode()
            answer = sum(proof.question(fields["form_key"]))
            late = resident.post(REPORT, {**fields, "opened": value(page, "opened"), "proof": "", "answer": answer})

        assert (early.status_code, late.status_code) == (200, 302)
        assert "proof-question is-asked" in page
        assert "井盖没了。晚上很危险。" in page
        assert value(page, "form_key") == fields["form_key"]

    def test_who_answers_within_three_seconds_without_scripts_has_reported(self, resident, filled, now):
        fields = filled(**UNPROVED, opened=proofs.opened(now))
        fields["answer"] = sum(proof.question(fields["form_key"]))

        assert resident.post(REPORT, fields).status_code == 302

    def test_a_page_of_yesterday_is_renewed_with_everything_on_it(self, send, now):
        response, case = send(**UNPROVED, opened=proofs.opened(now - timedelta(days=2)))
        page = response.content.decode()

        assert (response.status_code, case) == (422, None)
        assert "井盖没了。晚上很危险。" in page
        assert value(page, "opened") == proofs.opened(now)

    def test_a_fresh_proof_renews_an_old_page_by_itself(self, send, now):
        response, _case = send(opened=proofs.opened(now - timedelta(days=2)))

        assert response.status_code == 302

    @pytest.mark.parametrize("opened", ["", "form:1:x", "form", "::", "é:é:é"])
    def test_a_time_written_by_hand_does_not_count(self, send, opened):
        response, _case = send(**UNPROVED, opened=opened)

        assert response.status_code == 422


@pytest.mark.usefixtures("few")
class TestLimits:
    def test_a_number_may_report_so_often_a_day(self, send, resident, filled, now):
        send(), send()
        response, _case = send()
        page = response.content.decode()
        other = filled(phone="13800000002")
        other = resident.post(REPORT, {**other, **proofs.fields(other["form_key"], times=proof.HARDER)})

        assert (response.status_code, other.status_code) == (429, 302)
        assert 0 < int(response["Retry-After"]) <= guard.per_phone().window.total_seconds()
        assert "12345" in page
        assert "井盖没了。晚上很危险。" in page
        with time_machine.travel(now + timedelta(seconds=int(response["Retry-After"])), tick=False):
            assert resident.post(REPORT, filled()).status_code == 302

    def test_what_is_turned_away_is_not_counted_for_others(self, send, world, now):
        for _time in range(4):
            send()

        assert counting.count(guard.per_phone(), "13800000001", now=now) == 2
        assert counting.count(guard.per_address(), "127.0.0.1", now=now) == 2
        assert counting.count(guard.per_grid(), world.grid.code, now=now) == 2

    def test_a_report_sent_again_after_a_lost_answer_is_led_to_its_receipt(self, resident, filled):
        fields = filled()
        answers = [resident.post(REPORT, fields).status_code for _time in range(5)]

        assert answers == [302] * 5
        assert Case.objects.count() == 1

    @pytest.mark.parametrize("apart", [{"grid": ""}, {"REMOTE_ADDR": True}])
    def test_many_reports_of_an_address_or_grid_make_the_work_harder_and_close_nothing(self, filled, apart, world):
        def sent(number, **more):
            peer = f"198.51.100.{number}" if apart.get("REMOTE_ADDR") else "198.51.100.1"
            fields = filled(phone="", grid=apart.get("grid", world.grid.code), **more)
            if more:
                fields |= proofs.fields(fields["form_key"], **more)
            return Client(headers={"accept-language": "en"}).post(REPORT, fields, REMOTE_ADDR=peer)

        assert [sent(1).status_code, sent(2).status_code] == [302, 302]
        refused = sent(3)
        made = challenge_on(refused.content.decode())

        assert refused.status_code == 429
        assert made["parameters"]["data"]["times"] == proof.HARDER
        key = value(refused.content.decode(), "form_key")
        fields = filled(phone="", form_key=key, proof=proof.solve(made), grid=apart.get("grid", world.grid.code))
        assert Client().post(REPORT, fields, REMOTE_ADDR="198.51.100.1").status_code == 302

    def test_answers_in_place_of_work_are_limited_per_address(self, resident, filled):
        def answered():
            fields = filled(**UNPROVED, phone="", grid="")
            fields["answer"] = sum(proof.question(fields["form_key"]))
            return resident.post(REPORT, fields)

        answers = [answered().status_code for _time in range(3)]

        assert answers == [302, 302, 429]


class TestBlocks:
    @pytest.mark.parametrize(("kind", "what"), [("phone", "13800000001"), ("address", "127.0.0.1")])
    def test_a_block_is_explained_with_another_way(self, send, world, now, kind, what):
        officer, until = world.people["supervisor"], now + timedelta(days=3)
        blocking.block(kind, what, reason="flood", until=until, by=officer, now=now)
        response, case = send()
        page = response.content.decode()

        assert (response.status_code, case) == (403, None)
        assert "12345" in page
        assert "井盖没了。晚上很危险。" in page
