"""Somebody prints the notice boards of a whole community: one click, the worker makes the file, it is downloaded."""

import io
import re
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from grids.models import Grid

COMMUNITY = "410106002006"


def test_boards_in_one_file(cast, worker, keep):
    resident = cast()
    resident.opens(f"/grids/find/?grid={COMMUNITY}")
    resident.page.get_by_role("link", name="公示牌").click()
    keep(resident.page, "before")
    resident.page.locator("form[action$='/print/'] button").click()

    ready = resident.page.locator("main a[href$='board.pdf']")
    expect(ready).to_be_visible(timeout=20_000)  # the page looks again by itself
    keep(resident.page, "ready")
    with resident.page.expect_download() as got:
        ready.click()
    pages = PdfReader(io.BytesIO(Path(got.value.path()).read_bytes())).pages
    words = [re.sub(r"\s", "", page.extract_text()) for page in pages]
    names = Grid.objects.filter(parent__code=COMMUNITY).order_by("code").values_list("name", flat=True)
    assert got.value.suggested_filename.endswith(".pdf")
    assert len(words) == len(names) > 1
    assert all(name in page for name, page in zip(names, words, strict=True))
