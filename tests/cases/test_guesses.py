"""Ten thousand guesses at query codes give nothing, and whether a case exists cannot be learnt from the answers."""

from datetime import timedelta

import pytest

from cases import codes, guesses, lifecycle, permissions

NOWHERE = "ZZ20201123-999999"
HERE = "198.51.100.7"


@pytest.fixture
def case(world):
    report = lifecycle.Report(text="路灯不亮。", category=world.categories["B01"], grid=world.grid)
    return lifecycle.report(report, by=permissions.REPORTER, now=world.now).case


def guess(number, code, now, address=HERE):
    return guesses.try_code(number, code, address=address, now=now)


def wrong_codes(case, count):
    """Return the first codes there are, without the right one."""
    signs = codes.ALPHABET
    found = (f"{a}{b}{c}A-AAAA" for a in signs for b in signs for c in signs)
    right = codes.of(case)
    return [code for code, _turn in zip((one for one in found if one != right), range(count), strict=False)]


@pytest.mark.alone  # takes some ten seconds
def test_ten_thousand_guesses_within_an_hour_look_at_five_codes(case, now, monkeypatch):
    looked = []
    matches = codes.matches
    monkeypatch.setattr(codes, "matches", lambda case, code: looked.append(code) or matches(case, code))
    answers = [
        guess(case.number, code, now + timedelta(seconds=number // 4))
        for number, code in enumerate(wrong_codes(case, 10_000))
    ]

    assert all(answer.case is None for answer in answers)
    assert len(looked) == 5
    assert [answer.free_at is None for answer in answers[:7]] == [True] * 5 + [False] * 2


def test_the_right_code_is_refused_from_the_sixth_try_on(case, now):
    for code in wrong_codes(case, 5):
        guess(case.number, code, now)
    refused = guess(case.number, codes.of(case), now)

    assert refused.case is None
    assert refused.free_at > now


def test_it_opens_again_at_the_time_that_was_said(case, now):
    for code in wrong_codes(case, 5):
        guess(case.number, code, now)
    free_at = guess(case.number, codes.of(case), now).free_at

    assert now < free_at <= now + guesses.PER_NUMBER.window
    assert guess(case.number, codes.of(case), free_at - timedelta(seconds=1)).case is None
    assert guess(case.number, codes.of(case), free_at).case == case


def test_right_codes_are_not_counted(case, now):
    assert all(guess(case.number, codes.of(case), now).case == case for _time in range(20))


def test_a_number_without_a_case_is_counted_just_the_same(case, now):
    answers = [[guess(number, "AAAA-AAAA", now) for _time in range(8)] for number in (case.number, NOWHERE)]

    assert answers[0] == answers[1]


def test_guesses_at_one_case_do_not_close_another(case, now):
    for code in wrong_codes(case, 9):
        guess(NOWHERE, code, now)

    assert guess(case.number, codes.of(case), now).case == case


def test_an_address_shared_by_many_needs_a_proof_only_after_hundreds_of_wrong_codes(case, now):
    for number in range(guesses.PER_ADDRESS.most):
        assert not guesses.needs_proof(HERE, now=now)
        guess(f"ZZ20201123-{number:06d}", "AAAA-AAAA", now)

    assert guesses.needs_proof(HERE, now=now)
    assert not guesses.needs_proof("203.0.113.1", now=now)
    assert guess(case.number, codes.of(case), now).case == case
