"""One-time codes: drawn when sent, kept as an HMAC, tried five times, used once, sent once, and to nobody unknown."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from residents import gateways, phone_codes, register
from residents.gateways import in_admin
from residents.models import PhoneCode, ShownText

PHONE = "13800000001"


class Gateway:
    """Keeps what was sent; raises while it is out of order."""

    def __init__(self):
        self.sent, self.is_broken = [], False

    def __call__(self, phone, text):
        if self.is_broken:
            raise OSError(f"{phone} is not reachable")
        self.sent.append((phone, text))

    @property
    def code(self) -> str:
        return re.search(r"\d{6}", self.sent[-1][1])[0]


@pytest.fixture
def gateway(monkeypatch):
    gateway = Gateway()
    monkeypatch.setattr(gateways, "chosen", lambda: gateway)
    return gateway


@pytest.fixture
def known(db, now):
    return register.enter(name="李明", phone=PHONE, now=now)


@pytest.fixture
def asked(db, now):
    return phone_codes.ask(PHONE, language="en", now=now)


@pytest.fixture
def now():
    return datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


class TestSending:
    def test_a_known_number_gets_one_text_in_the_language_of_the_page(self, known, asked, gateway, now):
        assert phone_codes.send(asked.pk, now)
        assert [phone for phone, _text in gateway.sent] == [PHONE]
        assert re.fullmatch(r"Your code for .*: \d{6}\. Valid for 10 minutes\.", gateway.sent[0][1])

    def test_a_message_that_comes_three_times_sends_one_text(self, known, asked, gateway, now):
        assert [phone_codes.send(asked.pk, now) for _time in range(3)] == [True, False, False]
        assert len(gateway.sent) == 1

    def test_an_unknown_number_gets_none_and_is_not_tried_again(self, asked, gateway, now):
        assert not phone_codes.send(asked.pk, now)
        assert phone_codes.send_waiting(now + timedelta(hours=1)) == 0
        assert gateway.sent == []

    def test_a_number_inside_another_one_is_not_known(self, known, gateway, now):
        other = phone_codes.ask(PHONE[:-1] + "2", language="en", now=now)

        assert not phone_codes.send(other.pk, now)

    def test_the_sweep_sends_what_the_broker_lost(self, known, asked, gateway, now):
        assert phone_codes.send_waiting(now) == 0, "a fresh request is left to the worker"
        assert phone_codes.send_waiting(now + phone_codes.GRACE) == 1
        assert phone_codes.send_waiting(now + phone_codes.GRACE) == 0

    def test_a_gateway_out_of_order_is_tried_again_and_its_words_reach_no_log(self, known, asked, gateway, now, caplog):
        gateway.is_broken = True
        assert not phone_codes.send(asked.pk, now)
        gateway.is_broken = False

        assert phone_codes.send_waiting(now + phone_codes.PAUSE) == 1
        assert "OSError" in caplog.text
        assert PHONE not in caplog.text

    def test_nothing_is_sent_that_would_be_too_old(self, known, asked, gateway, now):
        assert phone_codes.send_waiting(now + phone_codes.VALID) == 0
        assert gateway.sent == []


class TestUsing:
    @pytest.fixture(autouse=True)
    def _sent(self, known, asked, gateway, now):
        phone_codes.send(asked.pk, now)

    def test_the_right_code_proves_the_number_for_half_an_hour(self, asked, gateway, now):
        assert phone_codes.use(asked.row, gateway.code, now)
        assert phone_codes.phone_of(asked.row, now + timedelta(minutes=29)) == PHONE
        assert phone_codes.phone_of(asked.row, now + timedelta(minutes=30)) == ""

    def test_it_is_used_once(self, asked, gateway, now):
        assert phone_codes.use(asked.row, gateway.code, now)
        assert not phone_codes.use(asked.row, gateway.code, now)

    def test_after_five_wrong_tries_the_right_one_comes_too_late(self, asked, gateway, now):
        for _try in range(5):
            assert not phone_codes.use(asked.row, wrong(gateway.code), now)

        assert phone_codes.is_spent(asked.row, now)
        assert not phone_codes.use(asked.row, gateway.code, now)

    def test_the_fifth_try_still_counts(self, asked, gateway, now):
        for _try in range(4):
            phone_codes.use(asked.row, wrong(gateway.code), now)

        assert phone_codes.use(asked.row, gateway.code, now)

    def test_it_is_valid_for_ten_minutes(self, asked, gateway, now):
        assert not phone_codes.use(asked.row, gateway.code, now + timedelta(minutes=10))

    def test_a_code_opens_only_the_request_it_was_sent_for(self, asked, gateway, now):
        other = phone_codes.ask(PHONE, language="en", now=now)

        assert not phone_codes.use(other.row, gateway.code, now)

    def test_nothing_opens_a_request_that_was_never_sent(self, now):
        unsent = phone_codes.ask("13900000009", language="en", now=now)

        assert not any(phone_codes.use(unsent.row, typed, now) for typed in ("", "-", "000000"))

    def test_whoever_leaves_is_out(self, asked, gateway, now):
        phone_codes.use(asked.row, gateway.code, now)
        phone_codes.end(asked.row)

        assert phone_codes.phone_of(asked.row, now) == ""


def rows_of(*models) -> str:
    texts = []
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{model._meta.db_table}\" t")
            texts.append(cursor.fetchone()[0])
    return "\n".join(texts)


def test_neither_number_nor_code_lies_anywhere_in_plain(known, asked, now, settings, caplog):
    settings.DEMO = True
    with caplog.at_level("INFO"):
        phone_codes.send(asked.pk, now)
    shown = ShownText.objects.get()
    code = re.search(r"\d{6}", shown.text)[0]
    lying_about = rows_of(PhoneCode, ShownText) + caplog.text

    assert "138****0001" in caplog.text
    assert PHONE not in lying_about
    assert code not in re.sub(r"\.\d{6}", "", lying_about)  # fractions of seconds apart


def test_old_requests_and_texts_are_forgotten(known, asked, now):
    phone_codes.send(asked.pk, now)
    ShownText.objects.update(at=now)

    assert phone_codes.forget_old(now + timedelta(hours=23)) == 0
    assert phone_codes.forget_old(now + timedelta(hours=25)) == 2
    assert not PhoneCode.objects.exists()


def test_the_setting_names_the_gateway(settings):
    assert gateways.chosen() is in_admin.send
    settings.SMS_GATEWAY = "residents.gateways.no_such.send"
    with pytest.raises(ImportError):
        gateways.chosen()


class TestAdmin:
    def test_an_operator_reads_the_text_in_the_demo_only(self, known, asked, now, admin_client, settings):
        phone_codes.send(asked.pk, now)
        code, address = re.search(r"\d{6}", ShownText.objects.get().text)[0], "/admin/residents/showntext/"
        settings.DEMO = True
        in_demo = admin_client.get(address).content.decode()
        settings.DEMO = False
        elsewhere = admin_client.get(address).content.decode()

        assert code in in_demo
        assert "138****0001" in in_demo
        assert PHONE not in in_demo
        assert code not in elsewhere

    def test_a_text_sealed_with_a_key_that_is_gone_breaks_no_page(self, known, asked, now, admin_client, settings):
        phone_codes.send(asked.pk, now)
        ShownText.objects.update(phone_sealed="gone:AAAA", text_sealed="gone:AAAA")

        assert admin_client.get("/admin/residents/showntext/").status_code == 200

    def test_nobody_adds_or_changes_a_text(self, admin_client):
        assert admin_client.get("/admin/residents/showntext/add/").status_code == 403
