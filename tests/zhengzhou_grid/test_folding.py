"""Constant parts of templates are worked out once a language; what depends on a request never is."""

import pytest
from django.template import Context, engines
from django.template.base import TextNode
from django.utils import translation

from zhengzhou_grid.lib import folding

CONSTANT = '{% load i18n static %}{% translate "Desk" %}{% icon "x" %}{% static "icons.svg" %}{% url "desk" %}'


def folded(source):
    template = engines["django"].engine.from_string(source)
    folding.fold(template.nodelist)
    return template


def kinds(source):
    return [type(node) for node in folded(source).nodelist]


def test_words_icons_files_and_addresses_become_one_text():
    nodes = folded(CONSTANT).nodelist
    assert [type(node) for node in nodes[1:]] == [TextNode]
    assert nodes.render(Context()) == engines["django"].from_string(CONSTANT).render()


def test_it_folds_inside_conditions_and_loops():
    template = folded(
        '{% load i18n %}{% for n in some %}{% if n %}{% translate "Desk" %} {% icon "x" %}{% endif %}{% endfor %}'
    )
    loop = template.nodelist[-1]
    [(_condition, inner)] = loop.nodelist_loop[0].conditions_nodelists
    assert [type(node) for node in inner] == [TextNode]


@pytest.mark.parametrize(
    "source",
    [
        "{% load i18n %}{% translate word %}",
        '{% load i18n %}{% translate "Desk" as word %}',
        "{% icon name %}",
        '{% draw_lamp "red" "" words %}',
        '{% url "desk-case" number %}',
        '{% url "admin:index" %}',
        '{% url "no-such-page" %}',
        "{{ words }}",
        '{% same_page_with after="" %}',
        "{% csrf_token %}",
    ],
)
def test_what_depends_on_the_page_stays(source):
    assert kinds(source)[-1] is not TextNode


def test_a_block_in_another_language_keeps_its_words():
    source = '{% load i18n %}{% language "en" %}{% translate "Desk" %}{% endlanguage %}'
    with translation.override("zh-hans"):
        assert folded(source).render(Context()) == "Desk"


def test_each_language_has_templates_of_its_own():
    for language in ("en", "zh-hans", "en"):
        with translation.override(language):
            template = engines["django"].get_template("intake/_danger.html").template
            texts = [node for node in template.nodelist if type(node) is TextNode]
            assert template.render(Context()) == "".join(node.s for node in texts)
            assert translation.gettext("first call") in template.render(Context())
