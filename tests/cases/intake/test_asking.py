"""Number and query code at the door: five wrong tries, one answer for hit and miss, and nobody who follows shut out."""

import re

import pytest
from django.urls import reverse

from cases import codes, guesses
from residents import proof

TRACK = reverse("track")
NOWHERE = "ZZ20201123-999999"


@pytest.fixture
def case(send):
    return send()[1]


def ask(browser, number, code="AAAA-AAAA", **more):
    return browser.post(TRACK, {"number": number, "code": code, **more})


def seen(response, number):
    """Return what somebody can tell an answer by, apart from what they typed and the token that changes each time."""
    body = response.content.decode().replace(number, "")
    body = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", body)
    nonces = re.sub(r"nonce-\w+", "", str(sorted(response.headers.items())))
    return response.status_code, body, nonces


def test_hit_and_miss_look_the_same_from_the_first_try_to_the_last(case, stranger):
    hits = [seen(ask(stranger, case.number), case.number) for _time in range(7)]
    misses = [seen(ask(stranger, NOWHERE), NOWHERE) for _time in range(7)]

    assert hits == misses
    assert [status for status, _body, _head in hits] == [422] * 5 + [429] * 2


def test_from_the_sixth_on_the_right_code_is_refused_with_the_same_page(case, stranger):
    for _time in range(5):
        ask(stranger, case.number)
    wrong, right = ask(stranger, case.number), ask(stranger, case.number, codes.of(case))

    assert right.status_code == 429
    assert int(right["Retry-After"]) <= guesses.PER_NUMBER.window.total_seconds()
    assert right.content.decode().count("12345") >= 1
    assert len(wrong.content) == len(right.content)
    assert case.title not in stranger.get(reverse("track-case", args=[case.number])).content.decode()


def test_a_number_typed_otherwise_is_the_same_number(case, stranger):
    for typed in (case.number, case.number.lower(), case.number.replace("-", " "), case.number[2:], f"{case.number} "):
        assert ask(stranger, typed).status_code == 422

    assert ask(stranger, case.number).status_code == 429


def test_the_browser_that_reported_is_never_shut_out(case, stranger, resident):
    for _time in range(8):
        ask(stranger, case.number)

    assert resident.get(reverse("track-case", args=[case.number])).status_code == 200
    assert ask(resident, case.number).url == reverse("track-case", args=[case.number])


def test_an_address_with_very_many_wrong_codes_is_asked_for_a_proof(case, stranger, monkeypatch):
    limit = guesses.PER_ADDRESS
    monkeypatch.setattr(guesses, "PER_ADDRESS", type(limit)(limit.kind, 1, limit.window))
    ask(stranger, NOWHERE)
    bare = ask(stranger, case.number, codes.of(case))
    key = re.search(r'name="proof_key" value="([^"]+)"', bare.content.decode())[1]
    proved = {"proof_key": key, "answer": sum(proof.question(key))}
    wrong = ask(stranger, NOWHERE, **proved)
    spent = ask(stranger, case.number, codes.of(case), **proved)
    key = re.search(r'name="proof_key" value="([^"]+)"', spent.content.decode())[1]
    right = ask(stranger, case.number, codes.of(case), proof_key=key, answer=sum(proof.question(key)))

    assert [answer.status_code for answer in (bare, wrong, spent, right)] == [429, 422, 429, 302]
