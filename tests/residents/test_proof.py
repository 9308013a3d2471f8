"""Work and answers belong to one form, are signed, and grow old."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from residents import proof

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
KEY = "3f2c1b1e-7f55-4a6c-9a35-0a5f3f7f6a11"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def solved(key=KEY, **more):
    return proof.solve(proof.challenge(key, now=NOW, **more))


def test_a_solved_challenge_is_worth_its_work():
    assert proof.worth(solved(), KEY) == 1
    assert proof.worth(solved(times=proof.HARDER), KEY) == proof.HARDER


def test_a_solution_is_worth_nothing_for_another_form():
    assert proof.worth(solved(), KEY.replace("3", "4")) == 0


def test_a_solution_is_worth_nothing_after_a_day(clock):
    solution = solved()
    clock.move_to(NOW + timedelta(hours=25))

    assert proof.worth(solution, KEY) == 0


@pytest.mark.parametrize("change", [("times", 8), ("key", "another")])
def test_a_challenge_that_was_rewritten_is_worth_nothing(change):
    made = proof.challenge(KEY, now=NOW)
    made["parameters"]["data"][change[0]] = change[1]

    assert proof.worth(proof.solve(made), made["parameters"]["data"]["key"]) == 0


@pytest.mark.parametrize("sent", ["", "x", "é", "e30=", "W10=", "A" * 5000, "eyJjaGFsbGVuZ2UiOiAxfQ=="])
def test_nonsense_is_worth_nothing(sent):
    assert proof.worth(sent, KEY) == 0


def test_the_answer_is_the_sum_in_digits_of_any_width():
    total = sum(proof.question(KEY))

    assert proof.is_answer(f" {total} ", KEY)
    assert proof.is_answer("".join(chr(ord(sign) + 0xFEE0) for sign in str(total)), KEY)
    assert not any(proof.is_answer(wrong, KEY) for wrong in ("", str(total + 1), "abc", "9" * 5000, "²"))


@pytest.mark.django_db
def test_a_key_is_spent_once():
    assert [proof.spend(KEY, now=NOW) for _time in range(2)] == [True, False]
