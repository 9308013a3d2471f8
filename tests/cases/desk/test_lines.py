"""The lines of the list as markup: what people typed stays text, and a longer list asks the template nothing more."""

import re
from contextlib import contextmanager

from django.template.base import Variable

from cases.models import Case


@contextmanager
def asked(monkeypatch):
    """Count the questions that templates ask of what they are given."""
    names, resolve = [], Variable._resolve_lookup

    def note(variable, context):
        names.append(variable.var)
        return resolve(variable, context)

    with monkeypatch.context() as patch:
        patch.setattr(Variable, "_resolve_lookup", note)
        yield names


def test_more_lines_cost_the_template_no_more_questions(desk, bring, monkeypatch):
    client, counts = desk("district"), []
    for lines in (1, 4):
        while Case.objects.count() < lines:
            bring("assigned")
        client.get("/desk/?queue=area&cols=source")
        with asked(monkeypatch) as names:
            page = client.get("/desk/?queue=area&cols=source").content.decode()
        assert page.count("data-row ") == lines
        counts.append(len(names))
    assert counts[0] == counts[1] > 0


def test_what_people_typed_stays_text(desk, bring):
    case = bring("assigned")
    Case.objects.filter(pk=case.pk).update(title='<script>"&', version=1234)

    page = desk("district").get("/desk/?queue=area&cols=number").content.decode()

    assert '<span class="title">&lt;script&gt;&quot;&amp;</span>' in page
    assert "<script>&quot;" not in page
    assert 'data-version="1234"' in page


def test_a_step_taken_at_once_carries_the_token_of_the_page(desk, bring):
    bring("assigned")

    page = desk("cadre").get("/desk/?queue=sign").content.decode()

    [line] = re.findall(r"<li class=\"row.*?</li>", page, re.DOTALL)
    assert "/sign_for/" in line
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', line)
    assert 'name="version"' in line
