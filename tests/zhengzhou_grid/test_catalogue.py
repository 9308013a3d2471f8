"""The translation catalogue without gettext programs."""

import gettext

import pytest
from django.core.management import CommandError, call_command

from zhengzhou_grid.lib import catalogue

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
_("Report a problem")
ngettext("%(count)d case", "%(count)d cases", 2)
pgettext_lazy("a place", "Street")
_(f"never {1}")
"""
PAGE = """{% load i18n %}
{% translate "Track my report" %}
{% blocktranslate count n=n %}{{ n }} photo{% plural %}{{ n }} photos{% endblocktranslate %}
{% translate "Street" context "an address" %}
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "cases" / "views.py").write_text(CODE)
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    return tmp_path


@pytest.fixture
def locale(project, settings):
    settings.BASE_DIR, settings.LOCALE_PATHS = project, [project / "locale"]
    return project / "locale" / "zh_Hans" / "LC_MESSAGES"


def test_it_finds_texts_in_code_and_templates(project):
    found = {(message.context, message.id) for message in catalogue.extract(project) if message.id}

    assert found == {
        (None, "Report a problem"),
        (None, ("%(count)d case", "%(count)d cases")),
        ("a place", "Street"),
        (None, "Track my report"),
        (None, ("%(n)s photo", "%(n)s photos")),
        ("an address", "Street"),
    }


def test_it_keeps_translations_and_writes_the_same_file_twice(locale, tmp_path):
    (tmp_path / "mine.po").write_text('msgid "Report a problem"\nmsgstr "我要上报"\n')
    call_command("messages", merge=[tmp_path / "mine.po"], verbosity=0)
    once = (locale / "django.po").read_text()

    call_command("messages", verbosity=0)

    assert 'msgstr "我要上报"' in once
    assert (locale / "django.po").read_text() == once


def test_it_lets_one_translation_serve_a_counted_text(locale, tmp_path):
    (tmp_path / "mine.po").write_text('msgid "%(count)d case"\nmsgstr "%(count)d 件"\n')

    call_command("messages", merge=[tmp_path / "mine.po"], verbosity=0)

    with (locale / "django.mo").open("rb") as file:
        chinese = gettext.GNUTranslations(file)
    assert chinese.ngettext("%(count)d case", "%(count)d cases", 3) == "%(count)d 件"


def test_it_forgets_texts_that_are_gone(locale, project):
    call_command("messages", verbosity=0)
    (project / "templates" / "page.html").write_text("")

    call_command("messages", verbosity=0)

    assert "Track my report" not in (locale / "django.po").read_text()


def test_the_check_lists_what_is_not_translated_and_changes_nothing(locale, capsys):
    call_command("messages", verbosity=0)
    before = (locale / "django.po").read_text()

    with pytest.raises(CommandError, match="6 texts need work"):
        call_command("messages", check=True)

    assert "not translated: 'Track my report'" in capsys.readouterr().err
    assert (locale / "django.po").read_text() == before


def test_the_check_finds_a_placeholder_that_does_not_exist(locale, tmp_path, capsys):
    (tmp_path / "mine.po").write_text('msgid "%(n)s photo"\nmsgid_plural "%(n)s photos"\nmsgstr[0] "%(m)s 张"\n')
    call_command("messages", merge=[tmp_path / "mine.po"], verbosity=0)

    with pytest.raises(CommandError):
        call_command("messages", check=True)

    assert "unknown placeholder in the translation of '%(n)s photo'" in capsys.readouterr().err
