"""Questions of a category: what may be written down, and which answers count."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from grids import asking, catalogue, suggesting
from grids.importing import asked, reference
from grids.models import Category, Keyword, Questionnaire, User

WRONG = {
    "code": "wrong",
    "kind": "choice",
    "zh": "怎么了",
    "en": "What is wrong",
    "required": True,
    "options": [{"code": "missing", "zh": "不见了", "en": "Missing"}, {"code": "loud", "zh": "响", "en": "Loud"}],
}
COUNT = {"code": "count", "kind": "number", "zh": "几盏", "en": "How many"}
KINDS = {"code": "kinds", "kind": "several", "zh": "哪些", "en": "Which", "options": WRONG["options"]}
NOTE = {"code": "note", "kind": "text", "zh": "编号", "en": "Number"}
DANGER = {"code": "danger", "kind": "yes_no", "zh": "危险", "en": "Danger"}


def given(**answers):
    return {code: list(values) for code, values in answers.items()}


def test_it_keeps_good_answers_by_code():
    questions = asking.read([WRONG, COUNT, KINDS, NOTE, DANGER])
    answers, wrong = asking.check(
        questions,
        given(wrong=["loud"], count=["3"], kinds=["missing", "loud"], note=[" A-7 "], danger=["yes"], strange=["x"]),
    )

    assert wrong == {}
    assert answers == {"wrong": "loud", "count": "3", "kinds": ["missing", "loud"], "note": "A-7", "danger": "yes"}
    assert [words for _label, words in asking.said(questions, answers)] == ["响", "3", "不见了、响", "A-7", "是"]


@pytest.mark.parametrize(
    ("question", "values", "fault"),
    [
        (WRONG, [], asking.MISSING),
        (WRONG, ["  "], asking.MISSING),
        (WRONG, ["stolen"], asking.UNKNOWN),
        (KINDS, ["loud", "stolen"], asking.UNKNOWN),
        (DANGER, ["perhaps"], asking.UNKNOWN),
        (COUNT, ["three"], asking.NO_NUMBER),
        (COUNT, ["-1"], asking.NO_NUMBER),
        (NOTE, ["x" * 201], asking.TOO_LONG),
    ],
)
def test_it_says_what_is_wrong_with_an_answer(question, values, fault):
    answers, wrong = asking.check(asking.read([question]), {question["code"]: values})

    assert (answers, wrong) == ({}, {question["code"]: fault})


@pytest.mark.parametrize(
    "questions",
    [
        {},
        [1],
        [NOTE, NOTE],
        [NOTE] * 9,
        [{**NOTE, "kind": "date"}],
        [{**NOTE, "code": "Über"}],
        [{**NOTE, "en": ""}],
        [{**NOTE, "options": WRONG["options"]}],
        [{**WRONG, "options": []}],
        [{**WRONG, "options": [*WRONG["options"], WRONG["options"][0]]}],
        [{**NOTE, "required": "yes"}],
        [{**NOTE, "surprise": 1}],
    ],
)
def test_it_refuses_what_cannot_be_asked(questions):
    with pytest.raises(asking.Malformed):
        asking.read(questions)


class TestFiles:
    @pytest.fixture(autouse=True)
    def loaded(self, db):
        reference.load()
        return asked.load_questions(False), asked.load_keywords()

    def test_fifteen_categories_or_more_ask_something(self):
        assert len(catalogue.questionnaires()) >= 15

    def test_loading_again_changes_nothing(self):
        again = asked.load_questions(True), asked.load_keywords()

        assert [(one.added, one.overwritten, one.kept) for one in again] == [(0, 0, 0), (0, 0, 0)]

    def test_an_edited_version_stays_unless_overwritten(self):
        category = Category.objects.get(code="B02")
        Questionnaire.objects.create(category=category, version=2, questions=[NOTE])

        assert asked.load_questions(False).kept == 1
        assert catalogue.questionnaires()[category.pk].version == 2
        assert asked.load_questions(True).overwritten == 1
        assert catalogue.questionnaires()[category.pk].version == 3

    def test_a_version_is_never_changed(self):
        with pytest.raises(DatabaseError), transaction.atomic():
            Questionnaire.objects.update(questions=[])

    def test_the_admin_saves_a_change_as_a_new_version(self, client):
        client.force_login(User.objects.create_superuser("boss", name="郑欣"))
        first = Questionnaire.objects.get(category__code="B02")
        address = reverse("admin:grids_questionnaire_change", args=[first.pk])
        page = client.get(address)
        answer = client.post(address, {"questions": '[{"code": "note", "kind": "text", "zh": "编号", "en": "Number"}]'})

        assert (page.status_code, answer.status_code) == (200, 302)
        versions = Questionnaire.objects.filter(category__code="B02").order_by("version")
        assert [(one.version, len(one.questions)) for one in versions] == [(1, len(first.questions)), (2, 1)]

    def test_the_admin_refuses_what_cannot_be_asked(self):
        with pytest.raises(ValidationError):
            Questionnaire(category=Category.objects.first(), version=9, questions=[{"code": "x"}]).full_clean()

    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ("小区门口井盖不见了", ["B01"]),
            ("暖气不热，家里只有 14 度", ["B04"]),
            ("楼上漏水，物业不管", ["G02", "I02"]),
            ("你好", []),
        ],
    )
    def test_words_suggest_categories(self, text, codes):
        found = suggesting.kinds(text, catalogue.keywords())

        assert sorted(catalogue.categories()[pk].code for pk in found) == codes

    @pytest.mark.parametrize("text", ["楼道着火了", "好像煤气泄漏", "有人受伤", "The house is ON FIRE"])
    def test_words_of_danger_are_known(self, text):
        assert suggesting.is_danger(text, catalogue.keywords())

    def test_at_most_three_kinds_are_suggested(self):
        everything = " ".join(Keyword.objects.values_list("word", flat=True))

        assert len(suggesting.kinds(everything, catalogue.keywords())) == suggesting.MOST
