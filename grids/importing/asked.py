"""The first questions of the categories and the table of words: read from the data files into the database.

What is there already was perhaps edited in the admin and stays; with `overwrite` the files become a new version.
"""

import csv
import tomllib
from collections import defaultdict
from pathlib import Path

from grids import asking, catalogue
from grids.importing.reference import Loaded, UnknownCode
from grids.models import Category, Keyword, Questionnaire

DATA = Path(__file__).parent / "data"


def questions() -> dict[str, list[dict]]:
    """Return the questions of the file by the code of their category, as the database keeps them."""
    found = defaultdict(list)
    for line in tomllib.loads((DATA / "questions.toml").read_text(encoding="utf-8"))["question"]:
        options = [dict(zip(("code", "zh", "en"), option, strict=True)) for option in line.get("options", [])]
        one = {key: value for key, value in line.items() if key not in ("category", "options")}
        found[line["category"]].append({**one, "options": options} if options else one)
    for listed in found.values():
        asking.read(listed)
    return dict(found)


def load_questions(overwrite: bool) -> Loaded:
    """Give each category of the file its first version, or with `overwrite` another. Raises UnknownCode."""
    categories = dict(Category.objects.values_list("code", "pk"))
    latest = {found.category_id: found for found in Questionnaire.objects.order_by("category_id", "version")}
    added = overwritten = kept = same = 0
    for code, listed in questions().items():
        if code not in categories:
            raise UnknownCode(code)
        there = latest.get(categories[code])
        if there is not None and there.questions == listed:
            same += 1
            continue
        if there is not None and not overwrite:
            kept += 1
            continue
        version = there.version + 1 if there else 1
        Questionnaire.objects.create(category_id=categories[code], version=version, questions=listed)
        added, overwritten = added + (there is None), overwritten + (there is not None)
    catalogue.forget_asked()
    return Loaded("questions", added, overwritten, kept, same)


def load_keywords() -> Loaded:
    """Add the words of the file to a table that has none yet; one that was edited stays as it is."""
    with (DATA / "keywords.csv").open(encoding="utf-8", newline="") as file:
        lines = [(line["word"], line["category"]) for line in csv.DictReader(file)]
    if there := Keyword.objects.count():
        return Loaded("keywords", 0, 0, 0, there)
    categories = {"": None, **dict(Category.objects.values_list("code", "pk"))}
    if unknown := {code for _word, code in lines} - set(categories):
        raise UnknownCode(min(unknown))
    Keyword.objects.bulk_create(Keyword(word=word, category_id=categories[code]) for word, code in lines)
    catalogue.forget_asked()
    return Loaded("keywords", len(lines), 0, 0, 0)
