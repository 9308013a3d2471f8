"""Public objects: entered by the desk of the street, printed as labels; scanned they fill in the place."""

import io
import re

import pytest
from django.db import IntegrityError
from django.urls import reverse
from pypdf import PdfReader

from cases.papers import labels
from grids import public_objects, tree
from grids.models import Category, PublicObject

URL = "/desk/objects/"


@pytest.fixture
def lamp(world):
    """Return a street lamp with a label."""
    lit = Category.objects.create(
        code="B02", name_zh="路灯不亮", name_en="Street lamp out", parent=world.categories["B01"].parent, limit="2D"
    )
    return public_objects.add(kind="lamp", grid=world.grid, address="中心路18号院", spot="东门北侧第二根", category=lit)


@pytest.fixture
def form(world):
    return {"kind": "manhole", "grid": world.grid.code, "address": "中心路20号", "spot": "", "category": ""}


def pages(pdf) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


class TestEntering:
    def test_the_desk_of_the_street_enters_a_thing_with_the_usual_kind_of_matter(self, desk, form, world):
        answer = desk("street").post(URL, form, follow=True)
        made = PublicObject.objects.get()

        assert (made.grid, made.address, made.category) == (world.grid, "中心路20号", world.categories["B01"])
        assert made.code in answer.content.decode()

    def test_the_next_one_along_the_street_has_kind_grid_and_address_filled_in(self, desk, form, world):
        page = desk("street").post(URL, form, follow=True).content.decode()

        assert '<option value="manhole" selected>' in page
        assert f'value="{world.grid.code}"' in page
        assert 'value="中心路20号"' in page

    @pytest.mark.parametrize("change", [{"address": ""}, {"grid": ""}, {"grid": "410106002006"}, {"kind": "车"}])
    def test_what_is_missing_is_said_and_nothing_is_entered(self, desk, form, change):
        answer = desk("street").post(URL, form | change)

        assert answer.status_code == 422
        assert not PublicObject.objects.exists()

    def test_no_street_enters_things_of_another(self, desk, form, world):
        other = tree.add(world.district, code="410106003", name="新安路街道", name_en="Xin'anlu Subdistrict")
        near = tree.add(other, code="410106003001", name="东村", name_en="Dong Village")
        unit = tree.add(near, code="410106003001001", name="东村第一网格", name_en="Dong Village Grid 1")

        assert desk("street").post(URL, form | {"grid": unit.code}).status_code == 422
        assert desk("district").post(URL, form | {"grid": unit.code}).status_code == 302

    @pytest.mark.parametrize("name", ["gridleader", "cadre", "worker", "window", "official", "outsider"])
    def test_nobody_else_enters_or_prints(self, desk, lamp, form, name):
        for answer in (
            desk(name).get(URL), desk(name).post(URL, form), desk(name).get(reverse("desk-object-labels")),
            desk(name).post(reverse("desk-object-use", args=[lamp.code]), {"active": "0"}),
        ):  # fmt: skip
            assert answer.status_code == 403
        assert PublicObject.objects.get().is_active

    def test_a_thing_of_elsewhere_is_not_there(self, desk, world):
        far = tree.add(world.elsewhere, code="410102001", name="林山寨街道", name_en="Linshanzhai Subdistrict")
        lamp = public_objects.add(kind="lamp", grid=far, address="伊河路")

        assert lamp.code not in desk("street").get(URL).content.decode()
        assert desk("street").post(reverse("desk-object-use", args=[lamp.code])).status_code == 404

    def test_it_is_found_by_a_piece_of_its_address_and_by_its_code(self, desk, lamp, world):
        public_objects.add(kind="bin", grid=world.grid, address="工业路3号")
        for words in ("中心路", lamp.code.lower()):
            page = desk("street").get(URL, {"q": words}).content.decode()

            assert lamp.code in page
            assert "工业路" not in page

    def test_the_table_refuses_a_code_that_cannot_be_read_aloud(self, lamp):
        with pytest.raises(IntegrityError):
            PublicObject.objects.filter(pk=lamp.pk).update(code="O0I1L1")


class TestLabels:
    def test_a_label_says_what_and_where_with_its_code(self, desk, lamp):
        answer = desk("street").get(reverse("desk-object-labels"))
        [page] = pages(answer.content)

        assert answer["Content-Type"] == "application/pdf"
        for words in ("路灯", "中心路18号院，东门北侧第二根", "中心路街道·盛世社区第一网格", lamp.code, "扫码反映"):
            assert words in page

    def test_twelve_go_on_a_sheet_and_only_the_ticked_ones_are_printed(self, desk, lamp, world):
        for number in range(12):
            public_objects.add(kind="bin", grid=world.grid, address=f"工业路{number}号")
        everything = pages(desk("street").get(reverse("desk-object-labels")).content)
        [ticked] = pages(desk("street").get(reverse("desk-object-labels"), {"object": lamp.code}).content)

        assert [page.count("扫码反映") for page in everything] == [12, 1]
        assert ticked.count("扫码反映") == 1
        assert lamp.code in ticked

    def test_a_thing_out_of_use_is_not_printed(self, desk, lamp):
        desk("street").post(reverse("desk-object-use", args=[lamp.code]), {"active": "0"})

        assert desk("street").get(reverse("desk-object-labels")).status_code == 302

    def test_the_longest_place_stays_on_its_label(self, now):
        label = labels.Label("公用电力通信设施箱柜", "长" * 160, "某街道 · 某社区第一网格", "K7P3QX", "https://a.cn/")

        assert len(pages(labels.as_pdf((label,) * 12, now))) == 1


class TestScanning:
    def test_it_opens_the_form_with_place_and_kind(self, client, lamp, world):
        page = client.get(reverse("report"), {"object": lamp.code}, headers={"accept-language": "en"}).content.decode()

        assert f"中心路18号院，东门北侧第二根（路灯 {lamp.code}）" in page
        assert f'name="grid" value="{world.grid.code}"' in page
        assert re.search(r'value="B02"[^>]* checked', page)
        assert "Shengshi Community Grid 1" in page

    def test_a_thing_without_a_kind_of_matter_leaves_the_kind_open(self, client, world):
        other = public_objects.add(kind="other", grid=world.grid, address="中心路20号")
        page = client.get(reverse("report"), {"object": other.code}).content.decode()

        assert "中心路20号" in page
        assert re.search(r'name="category" value=""[^>]* checked', page)

    @pytest.mark.parametrize("code", ["ZZZZZZ", "nothing-like-it", "'", "井盖"])
    def test_an_unknown_label_says_so_and_opens_the_empty_form(self, client, world, code):
        answer = client.get(reverse("report"), {"object": code}, headers={"accept-language": "en"})

        assert answer.status_code == 200
        assert "This label is not in use any more." in answer.content.decode()

    def test_a_label_out_of_use_fills_nothing_in(self, client, lamp):
        public_objects.use(lamp, is_active=False)

        assert "中心路18号院" not in client.get(reverse("report"), {"object": lamp.code}).content.decode()
