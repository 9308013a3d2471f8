"""All notice boards of a community as one file: asked for on the page, made by the worker, downloaded there."""

import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from cases import outbox
from cases.models import BoardPrint
from cases.papers import fonts
from cases.square import printing
from grids import tree


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """Return what went to the broker; the worker of this test is `work`."""
    messages = []
    monkeypatch.setattr(outbox, "send", lambda task, **row: messages.append((task, row)))
    return messages


@pytest.fixture
def two(world):
    """Give the community a second grid; return the community."""
    tree.add(world.community, code="410106002006002", name="盛世社区第二网格", name_en="Shengshi Community Grid 2")
    return world.community


@pytest.fixture
def ask(reader, two, django_capture_on_commit_callbacks):
    def do():
        with django_capture_on_commit_callbacks(execute=True):
            return reader.post(reverse("square-board-print", args=[two.code]))

    return do


@pytest.fixture
def page(reader, two):
    return lambda: reader.get(reverse("square-board", args=[two.code]))


def work(sent, world) -> bool:
    [(task, row)] = sent
    sent.clear()
    assert (task, row.pop("queue")) == ("cases.print_boards", "export")
    return printing.make(now=world.now, **row)


def pages(pdf) -> list[str]:
    return [re.sub(r"\s", "", sheet.extract_text()) for sheet in PdfReader(io.BytesIO(pdf)).pages]


def test_the_worker_makes_one_file_with_a_page_for_every_grid(ask, page, reader, sent, two, world):
    assert ask().url == reverse("square-board", args=[two.code])
    assert page()["Refresh"] == "2"
    assert "<progress" in page().content.decode()

    assert work(sent, world)
    assert "Refresh" not in page()
    assert "Download 2 boards (PDF)" in page().content.decode()
    answer = reader.get(reverse("square-board-pdf", args=[two.code]))
    first, second = pages(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "盛世社区第一网格" in first
    assert "盛世社区第二网格" in second


def test_the_page_says_how_far_it_is(ask, page, sent, two):
    ask()
    BoardPrint.objects.update(done=1)

    assert "1 of 2 boards are written." in page().content.decode()


def test_asking_again_while_it_is_made_or_fresh_is_no_second_piece_of_work(ask, sent, world):
    ask()
    ask()
    assert work(sent, world)
    ask()

    assert sent == []


def test_making_it_twice_makes_one_file(ask, sent, world):
    ask()
    [(_task, row)] = sent
    assert work(sent, world)

    assert not printing.make(row["print_id"], world.now)


def test_what_does_not_move_is_asked_for_once_more(ask, page, sent, world):
    ask()
    BoardPrint.objects.update(moved_at=world.now - timedelta(minutes=6))
    assert "Please ask once more." in page().content.decode()

    sent.clear()
    ask()
    assert work(sent, world)


def test_without_a_chinese_typeface_the_page_says_what_to_do(ask, page, sent, monkeypatch, world):
    def none(*_arguments):
        raise fonts.NoChineseFont

    monkeypatch.setattr(fonts, "find", none)
    ask()

    assert not work(sent, world)
    words = page().content.decode()
    assert "print the boards one by one" in words
    assert "typeface" not in words  # that is for the operator's log


def test_a_file_of_yesterday_is_given_to_nobody(ask, page, reader, sent, two, world):
    ask()
    work(sent, world)
    BoardPrint.objects.update(made_at=world.now - timedelta(days=1, minutes=1))

    assert "Download" not in page().content.decode()
    assert reader.get(reverse("square-board-pdf", args=[two.code])).status_code == 302


def test_a_single_board_that_cannot_be_set_leads_back_to_its_page(reader, monkeypatch, world):
    def none(*_arguments):
        raise fonts.NoChineseFont

    monkeypatch.setattr(fonts, "find", none)
    answer = reader.get(reverse("square-board-pdf", args=[world.grid.code]), follow=True)

    assert answer.redirect_chain[0][0] == reverse("square-board", args=[world.grid.code])
    assert "print this page instead" in answer.content.decode()


def test_before_it_is_made_the_address_of_the_file_leads_to_the_page(reader, two):
    answer = reader.get(reverse("square-board-pdf", args=[two.code]))

    assert answer.url == reverse("square-board", args=[two.code])


def test_nothing_begins_by_merely_opening_an_address(reader, two, sent):
    assert reader.get(reverse("square-board-print", args=[two.code])).status_code == 405
    assert sent == []


def test_a_street_and_a_community_without_grids_have_none(reader, world):
    empty = tree.add(world.street, code="410106002007", name="朝阳社区", name_en="Zhaoyang Community")
    for unit in (world.street, world.grid, empty):
        assert reader.post(reverse("square-board-print", args=[unit.code])).status_code == 404
