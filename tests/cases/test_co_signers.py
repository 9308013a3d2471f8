"""Those who sign with a reporter are told once that it is closed, with nothing but its number."""

from datetime import timedelta

import pytest

from cases import co_signers, lifecycle, permissions
from cases.models import CoSigner
from residents import counting
from residents.models import ShownText
from tests.cases.conftest import settle

SIGNERS = (("周大海", "13700002222"), ("王芳", ""), ("", "13700003333"))
DAY = timedelta(days=1)


@pytest.fixture
def close(bring, world):
    """Close a case that several have signed; the worker has not sent anything yet."""

    def do(**more):
        case = bring("closed", name="李明", phone="13800000001", co_signers=SIGNERS, **more)
        settle(case, world.now)
        return case

    return do


@pytest.fixture
def broken(settings):
    """No gateway answers."""
    settings.SMS_GATEWAY = "tests.cases.test_co_signers.refuse"


def refuse(phone: str, text: str) -> None:
    raise OSError(phone)


def texts() -> list[str]:
    return [text.text for text in ShownText.objects.all()]


def test_each_number_gets_one_text_with_the_number_of_the_case_alone(close, world):
    case = close()

    assert co_signers.tell_waiting(world.now) == 2
    assert {shown.masked_phone for shown in ShownText.objects.all()} == {"137****2222", "137****3333"}
    for text in texts():
        assert case.number in text
        assert "房产证" not in text
        assert not any(word in text for word in ("李明", "周大海", "13800000001"))
    assert co_signers.tell_waiting(world.now) == 0
    assert CoSigner.objects.filter(told_at=world.now).count() == 2


def test_nobody_is_told_before_it_is_closed(bring, world):
    settle(bring("verified", co_signers=SIGNERS), world.now)

    assert co_signers.tell_waiting(world.now) == 0


def test_nobody_is_told_of_a_closing_that_was_taken_back_meanwhile(close, who, world):
    case = close()
    lifecycle.reopen(case, note="还没好。", by=who("street"), now=world.now)

    assert co_signers.tell_waiting(world.now) == 0
    assert not texts()


def test_nor_of_the_main_case_that_theirs_was_merged_into(bring, who, world):
    main = bring("in_progress")
    merged = bring("reported", co_signers=SIGNERS[:1])
    lifecycle.merge(merged, main=main, note="同一件事。", by=who("street"), now=world.now)
    lifecycle.feed_back(main, result="explained", note="已查看现场。", by=who("cadre"), now=world.now)
    lifecycle.verify(main, note="到现场看过。", by=who("gridleader"), now=world.now)
    lifecycle.close(main, note="已回访。", by=who("street"), now=world.now)
    settle(main, world.now)
    lifecycle.reopen(main, note="还没好。", by=who("street"), now=world.now)

    assert co_signers.tell_waiting(world.now) == 0
    assert not texts()


def test_who_was_erased_gets_no_text(close, world):
    case = close()
    lifecycle.erase_co_signer(case, signer=case.co_signers.first(), by=permissions.REPORTER, now=world.now)

    assert co_signers.tell_waiting(world.now) == 1


def test_a_gateway_that_does_not_answer_is_tried_again_for_a_day(close, broken, settings, world):
    close()
    assert co_signers.tell_waiting(world.now) == 0
    assert co_signers.tell_waiting(world.now) == 0

    settings.SMS_GATEWAY = "residents.gateways.in_admin.send"
    assert co_signers.tell_waiting(world.now + co_signers.PAUSE) == 2


def test_after_a_day_it_is_given_up(close, broken, world):
    close()
    co_signers.tell_waiting(world.now + DAY)

    assert not CoSigner.objects.filter(tell_at__isnull=False).exists()


def test_a_number_that_somebody_names_again_and_again_gets_few_texts(close, world):
    for _text in range(co_signers.TEXTS_TO_A_PHONE.most):
        counting.take(co_signers.TEXTS_TO_A_PHONE, "13700002222", now=world.now)
    close()

    assert co_signers.tell_waiting(world.now) == 1


def test_who_signed_a_merged_case_is_told_with_its_own_number(bring, who, world):
    main = bring("in_progress")
    merged = bring("reported", co_signers=SIGNERS[:1])
    lifecycle.merge(merged, main=main, note="同一件事。", by=who("street"), now=world.now)
    lifecycle.feed_back(main, result="explained", note="已查看现场。", by=who("cadre"), now=world.now)
    lifecycle.verify(main, note="到现场看过。", by=who("gridleader"), now=world.now)
    lifecycle.close(main, note="已回访。", by=who("street"), now=world.now)
    settle(main, world.now)

    assert co_signers.tell_waiting(world.now) == 1
    assert merged.number in texts()[0]
