"""Cases as a file: what is in it, what never is, and the record of it."""

import csv
import io
import zipfile

import pytest
from django.db import InternalError, transaction

from cases.desk import export
from cases.models import ExportRecord


@pytest.fixture
def download(desk):
    """Return the bytes of an export: download("district", "csv", all=1)."""

    def fetch(name, kind, **form):
        answer = desk(name).post("/desk/bulk/", {"action": kind, **form})
        assert answer.status_code == 200
        return b"".join(answer.streaming_content)

    return fetch


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_it_masks_contacts_and_numbers_in_free_text(download, report):
    report(text="请打13812345678找我，或看410106199001011234。", name="欧阳小明", phone="13912345678")

    content = download("district", "csv", all=1, list="queue=area")

    assert content.startswith("\ufeff".encode())
    row = table(content)[0]
    assert (row["Reporter"], row["Telephone"]) == ("欧阳**", "139****5678")
    assert "138****5678" in row["What happened"]
    for secret in ("13812345678", "199001011234", "13912345678", "小明"):
        assert secret not in content.decode()


def test_who_does_not_want_the_unit_to_know_is_not_in_the_file(download, report):
    report(name="欧阳小明", phone="13912345678", hides_reporter=True)

    row = table(download("district", "csv", all=1))[0]

    assert (row["Reporter"], row["Telephone"]) == ("", "")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_formula_stays_a_text(kind, download, report):
    report(text='=HYPERLINK("http://evil")', address="＝1+1")

    content = download("district", kind, all=1)

    if kind == "csv":
        row = table(content)[0]
        assert row["What happened"].startswith("'=")
        assert row["Address"].startswith("'＝")
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "'=HYPERLINK" in sheet


def test_only_visible_cases_of_the_ticked_ones_go_out(download, bring):
    first, _second = bring("assigned"), bring("assigned")

    assert [row["Number"] for row in table(download("district", "csv", number=[first.number]))] == [first.number]
    assert table(download("outsider", "csv", number=[first.number])) == []


def test_it_ends_at_the_most_rows_and_says_how_many_in_the_record(download, bring, monkeypatch, world, now):
    cases = [bring("assigned") for _turn in range(3)]
    monkeypatch.setattr(export, "MOST_ROWS", 2)
    monkeypatch.setattr(export, "SLICE", 1)

    rows = table(download("district", "csv", number=[case.number for case in cases]))

    assert len(rows) == 2
    record = ExportRecord.objects.get()
    assert (record.by, record.post_ids, record.at, record.kind, record.rows) == (
        world.people["district"], [world.district_post.pk], now, "csv", 2,
    )  # fmt: skip
    assert cases[0].number in record.query


@pytest.mark.parametrize("change", [lambda rows: rows.update(rows=0), lambda rows: rows.delete()])
def test_a_record_stays(change, download, bring):
    bring("assigned")
    download("district", "xlsx", all=1)

    with pytest.raises(InternalError), transaction.atomic():
        change(ExportRecord.objects.all())
