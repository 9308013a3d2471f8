"""A wrong code for a case that exists takes as long as one for a number that does not."""

import statistics
import time

import pytest
from django.urls import reverse

from cases import codes, guesses

TURNS = 150
NOWHERE = "ZZ20201123-999999"

pytestmark = pytest.mark.alone


def median_times(browser, questions):
    """Return the median seconds of each question; asked in turn, so that a busy machine is as slow for all of them."""
    times = [[] for _question in questions]
    for _turn in range(TURNS):
        for question, taken in zip(questions, times, strict=True):
            began = time.perf_counter()
            browser.post(reverse("track"), question)
            taken.append(time.perf_counter() - began)
    return [statistics.median(taken) for taken in times]


@pytest.mark.parametrize("most", [0, 10 * TURNS], ids=["refused", "looked up"])
def test_the_time_of_an_answer_tells_nothing(send, stranger, monkeypatch, most):
    monkeypatch.setattr(guesses, "PER_NUMBER", guesses.Limit("guess-number", most, guesses.PER_NUMBER.window))
    monkeypatch.setattr(guesses, "PER_ADDRESS", guesses.Limit("guess-address", 10**6, guesses.PER_ADDRESS.window))
    _response, case = send()
    questions = [{"number": number, "code": "AAAA-AAAA"} for number in (case.number, NOWHERE)]
    if not most:
        questions.append({"number": case.number, "code": codes.of(case)})
    medians = median_times(stranger, questions)

    assert max(medians) / min(medians) < 1.25, medians
