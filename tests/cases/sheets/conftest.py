"""Sheets of matters of the cast."""

import pytest
from django.utils import translation

from cases import sheets
from cases.models import SheetRow


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def bring_sheet(world, who):
    """Bring pasted lines as one of the cast: bring_sheet("street", "什么事\\n路灯不亮")."""

    def do(name, text, source="phone"):
        return sheets.bring(sheets.from_paste(text), name="工单", source=source, by=who(name), now=world.now)

    return do


@pytest.fixture
def read(world, who):
    """Read rows as the street's desk does, where the sheet itself came by telephone: read({"text": …}, …)."""

    def do(*rows):
        made = [SheetRow(number=number, cells={"text": "路灯不亮", **cells}) for number, cells in enumerate(rows, 2)]
        found = sheets.Reader(who("street"), world.now, "phone").read_all(made)
        return found[0] if len(found) == 1 else found

    return do
