"""The questions of a kind on the form: asked when relevant, kept with the version they were asked with."""

import pytest
from django.urls import reverse
from django.utils import translation

from cases.desk import case_row
from cases.models import Answers, Case
from grids import catalogue
from grids.models import Questionnaire

REPORT, KIND = "/report/", "/report/kind/"
WRONG = {
    "code": "wrong",
    "kind": "choice",
    "zh": "怎么了",
    "en": "What is wrong",
    "required": True,
    "options": [{"code": "missing", "zh": "不见了", "en": "It is missing"}, {"code": "loud", "zh": "响", "en": "Loud"}],
}
LAMP = {"code": "lamp", "kind": "text", "zh": "编号", "en": "Lamp number"}


@pytest.fixture
def asked(world):
    """Let B01 ask one thing that must be answered and one that may."""
    made = Questionnaire.objects.create(category=world.categories["B01"], questions=[WRONG, LAMP])
    catalogue.forget_asked()
    return made


def test_only_a_kind_that_asks_something_shows_questions(resident, asked):
    manhole = resident.get(KIND, {"category": "B01"}).content.decode()
    title = resident.get(KIND, {"category": "I01"}).content.decode()
    nothing = resident.get(KIND, {"category": "‮nonsense"}).content.decode()

    assert "What is wrong" in manhole
    assert "Lamp number" in manhole
    assert 'name="asked"' not in title + nothing


def test_answers_are_kept_and_shown_to_staff(send, asked, who, world):
    _response, case = send(asked=asked.pk, q_wrong="missing", q_lamp="A\x07-7")
    with translation.override("zh-hans"):
        seen = case_row.fetch(case.number, who("street"), world.now)

    assert case.answers.given == {"wrong": "missing", "lamp": "A-7"}
    assert seen.answered == [("怎么了", "不见了"), ("编号", "A-7")]


def test_staff_read_the_answers_on_the_page_and_on_the_job_sheet(send, asked, client, world):
    _response, case = send(asked=asked.pk, q_wrong="missing")
    client.force_login(world.people["street"])

    for name in ("desk-case", "desk-job-sheet"):
        page = client.get(reverse(name, args=[case.number]))
        assert page.status_code == 200
        assert "不见了" in page.content.decode()


def test_what_must_be_answered_is_asked_for_again_with_everything_kept(send, asked):
    response, case = send(asked=asked.pk, q_lamp="A-7")
    page = response.content.decode()

    assert (response.status_code, case) == (422, None)
    assert 'value="A-7"' in page
    assert "Please answer this one." in page
    assert "井盖没了。晚上很危险。" in page


def test_old_answers_keep_their_version(send, asked, world):
    newer = Questionnaire.objects.create(category=asked.category, version=2, questions=[LAMP])
    catalogue.forget_asked()
    _response, case = send(asked=asked.pk, q_wrong="loud")

    assert case.answers.questionnaire == asked
    assert case.answers.questionnaire != newer
    with translation.override("zh-hans"):
        assert case.answers.said == [("怎么了", "响")]


def test_answers_to_another_kinds_questions_do_not_count(send, asked):
    _response, case = send(category="I01", asked=asked.pk, q_wrong="missing")

    assert case is not None
    assert not Answers.objects.exists()


@pytest.mark.parametrize("key", ["", "0", "x", "9" * 40, "²"])
def test_a_form_without_the_questions_is_taken_without_answers(send, asked, key):
    response, case = send(asked=key)

    assert response.status_code == 302
    assert not Answers.objects.filter(case=case).exists()


class TestWithoutJavaScript:
    def test_the_questions_come_as_a_step_of_their_own(self, resident, filled, asked):
        response = resident.post(REPORT, filled(plain="1"))
        page = response.content.decode()

        assert (response.status_code, Case.objects.count()) == (200, 0)
        assert "井盖没了。晚上很危险。" in page
        assert f'name="asked" value="{asked.pk}"' in page

    def test_the_second_sending_is_the_report(self, resident, filled, asked):
        fields = filled(plain="1")
        resident.post(REPORT, fields)
        resident.post(REPORT, {**fields, "asked": asked.pk, "q_wrong": "missing"})

        assert Case.objects.get().answers.given == {"wrong": "missing"}

    def test_photos_are_not_lost_for_a_question(self, send, asked, picture):
        response, case = send(plain="1", photos=[picture()])

        assert response.status_code == 302
        assert case.photos.count() == 1

    def test_a_button_shows_them_before_sending(self, resident, filled, asked):
        page = resident.post(REPORT, filled(go="kind")).content.decode()

        assert 'name="q_wrong"' in page
