"""The questions of the chosen category as the form shows them: each with what was typed and what is wrong with it."""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop as _

from cases.intake import words
from grids import asking, catalogue
from grids.models import Category, Questionnaire

PREFIX = "q_"
WORDS = {
    asking.MISSING: _("Please answer this one."),
    asking.UNKNOWN: _("Please choose one of the answers."),
    asking.TOO_LONG: _("At most 200 characters, please."),
    asking.NO_NUMBER: _("Please write a number in digits."),
}


@dataclass(frozen=True)
class Field:
    """One question with the values given and the error to show."""

    question: asking.Question
    values: tuple[str, ...]
    error: str

    @property
    def name(self) -> str:
        return PREFIX + self.question.code

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""


@dataclass(frozen=True)
class Asked:
    """What is asked about a category, and what came back; the answers are kept only where nothing is wrong."""

    questionnaire: Questionnaire
    fields: tuple[Field, ...]
    answers: dict
    is_answered: bool  # the form had these questions on it

    @property
    def is_wrong(self) -> bool:
        return any(field.error for field in self.fields)

    @property
    def needs_answers(self) -> bool:
        return any(field.question.is_required for field in self.fields)


def of(category: Category | None, data) -> Asked | None:
    """Return what a category asks with the answers in some form data; None where it asks nothing.

    Answers count for the version they were asked with, even if it has changed since; those to another category's
    questions, left over from before, do not count at all.
    """
    if category is None:
        return None
    latest = catalogue.questionnaires().get(category.pk)
    shown = _version(category, latest, data.get("asked", ""))
    questionnaire = shown or latest
    if questionnaire is None:
        return None
    questions = questionnaire.asked
    given = {one.code: _given(data, PREFIX + one.code) for one in questions} if shown else {}
    answers, wrong = asking.check(questions, given) if shown else ({}, {})
    fields = tuple(
        Field(one, tuple(given.get(one.code, ())), gettext(WORDS[wrong[one.code]]) if one.code in wrong else "")
        for one in questions
    )
    return Asked(questionnaire, fields, answers, shown is not None)


def _version(category: Category, latest: Questionnaire | None, key: str) -> Questionnaire | None:
    """Return the version a form was made with, if it is one of this category."""
    if latest is not None and key == str(latest.pk):
        return latest
    return (
        Questionnaire.objects.filter(category=category, pk=key).first() if key.isdecimal() and len(key) < 18 else None
    )


def _given(data, name: str) -> list[str]:
    values = data.getlist(name) if hasattr(data, "getlist") else [data[name]] if name in data else []
    return [words.readable(value) for value in values]
