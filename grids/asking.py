"""The questions of a category: how they are written down, and how answers are checked against them. Pure.

A question is what the Open311 GeoReport v2 service definition calls an attribute: a code, a kind, whether it is
required, words, and for choices a list of values.
"""

import re
from dataclasses import dataclass

from zhengzhou_grid.lib.bilingual import pick

# What each kind is called in an Open311 service definition.
OPEN311_TYPES = {
    "text": "string",
    "number": "number",
    "choice": "singlevaluelist",
    "several": "multivaluelist",
    "yes_no": "singlevaluelist",
}
KINDS = tuple(OPEN311_TYPES)
CHOOSING = ("choice", "several")
YES_NO = ({"code": "yes", "zh": "是", "en": "Yes"}, {"code": "no", "zh": "否", "en": "No"})
CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")
NUMBER = re.compile(r"\d{1,6}([.]\d{1,2})?")
LONGEST_TEXT = 200
MOST_QUESTIONS = 8
MISSING, UNKNOWN, TOO_LONG, NO_NUMBER = "missing", "unknown", "too_long", "no_number"


class Malformed(Exception):
    """A list of questions does not follow the form; the message says where and why."""


@dataclass(frozen=True)
class Option:
    """One value to choose."""

    code: str
    zh: str
    en: str

    @property
    def label(self) -> str:
        return pick(self.zh, self.en)


@dataclass(frozen=True)
class Question:
    """One question in both languages; its place in the list is its order."""

    code: str
    kind: str
    zh: str
    en: str
    help_zh: str = ""
    help_en: str = ""
    is_required: bool = False
    options: tuple[Option, ...] = ()

    @property
    def label(self) -> str:
        return pick(self.zh, self.en)

    @property
    def help(self) -> str:
        return pick(self.help_zh, self.help_en)


def read(questions) -> tuple[Question, ...]:
    """Return the questions of a JSON list, in its order. Raises Malformed."""
    if not isinstance(questions, list) or len(questions) > MOST_QUESTIONS:
        raise Malformed(f"a list of at most {MOST_QUESTIONS} questions")
    found = tuple(_question(one, f"question {number}") for number, one in enumerate(questions, 1))
    if len({one.code for one in found}) < len(found):
        raise Malformed("every question needs a code of its own")
    return found


def check(questions: tuple[Question, ...], given: dict[str, list[str]]) -> tuple[dict, dict[str, str]]:
    """Return the answers worth keeping, by code, and what is wrong with the others (MISSING, UNKNOWN, …).

    An answer is a text, for `several` a list of codes. What is not asked is left out.
    """
    answers, wrong = {}, {}
    for question in questions:
        values = [value for one in given.get(question.code, []) if (value := one.strip())]
        fault = _fault(question, values)
        if fault:
            wrong[question.code] = fault
        elif values:
            answers[question.code] = values if question.kind == "several" else values[0]
    return answers, wrong


def said(questions: tuple[Question, ...], answers: dict) -> list[tuple[str, str]]:
    """Return what was answered as pairs of question and answer in the reader's language, in the order asked."""
    return [(one.label, _words(one, answers[one.code])) for one in questions if answers.get(one.code)]


def _fault(question: Question, values: list[str]) -> str:
    if not values:
        return MISSING if question.is_required else ""
    if question.options:
        return "" if set(values) <= {option.code for option in question.options} else UNKNOWN
    if question.kind == "number":
        return "" if NUMBER.fullmatch(values[0]) else NO_NUMBER
    return TOO_LONG if len(values[0]) > LONGEST_TEXT else ""


def _words(question: Question, answer) -> str:
    labels = {option.code: option.label for option in question.options}
    chosen = answer if isinstance(answer, list) else [answer]
    return pick("、", ", ").join(labels.get(one, one) for one in chosen)


def _question(one, where: str) -> Question:
    if not isinstance(one, dict):
        raise Malformed(f"{where}: an object with code, kind, zh, en")
    unknown = set(one) - {"code", "kind", "zh", "en", "help_zh", "help_en", "required", "options"}
    if unknown:
        raise Malformed(f"{where}: unknown word {min(unknown)}")
    kind = one.get("kind")
    if kind not in KINDS:
        raise Malformed(f"{where}: kind is one of {', '.join(KINDS)}")
    if bool(one.get("options")) != (kind in CHOOSING):
        raise Malformed(f"{where}: options belong to {' and '.join(CHOOSING)}, and only to them")
    if not isinstance(one.get("required", False), bool):
        raise Malformed(f"{where}: required is true or false")
    options = one.get("options") or (YES_NO if kind == "yes_no" else ())
    if not isinstance(options, list | tuple):
        raise Malformed(f"{where}: options are a list")
    read_options = tuple(Option(*_named(option, f"{where}, an option")) for option in options)
    if len({option.code for option in read_options}) < len(read_options):
        raise Malformed(f"{where}: every option needs a code of its own")
    code, zh, en = _named(one, where)
    helps = [one.get(name, "") for name in ("help_zh", "help_en")]
    if not all(isinstance(text, str) for text in helps):
        raise Malformed(f"{where}: help is text")
    return Question(code, kind, zh, en, *helps, one.get("required", False), read_options)


def _named(one, where: str) -> tuple[str, str, str]:
    if not isinstance(one, dict) or not CODE.fullmatch(str(one.get("code", ""))):
        raise Malformed(f"{where}: a code of small letters, digits and _")
    zh, en = one.get("zh"), one.get("en")
    if not (isinstance(zh, str) and isinstance(en, str) and zh and en):
        raise Malformed(f"{where}: zh and en")
    return one["code"], zh, en
