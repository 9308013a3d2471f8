"""Somebody with a browser, and the resident: what they do is written as they would say it.

They use addresses, form fields, and words on buttons, never style classes, so that a page may change its looks.
"""

import re
from dataclasses import dataclass
from math import asinh, degrees, radians, tan
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.forms import fill, tick

PLACES = ("district", "street", "community", "unit")  # the four lists of the report form
PHOTOS = Path(__file__).resolve().parent.parent.parent / "cases" / "demo" / "photos"
NUMBER = re.compile(r"ZZ\d{8}-\d{6}")
AT_LEISURE = 20_000  # ms: a form opened just now waits three seconds for its proof, on a busy machine longer
SIGN = "[2-9A-HJ-NP-Z]"  # of a query code: no 0, 1, I, O, so that an office's telephone number is none
CODE = re.compile(rf"(?<![0-9A-Z-]){SIGN}{{4}}-{SIGN}{{4}}(?![0-9A-Z-])")  # beside Chinese too, before styles arrive


def no_picture(page: Page, name: str) -> None:
    """Keep none."""


@dataclass(frozen=True)
class Receipt:
    """What a resident takes home."""

    number: str
    code: str


@dataclass
class Person:
    """Somebody with a browser."""

    page: Page
    site: str

    def opens(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    def reads(self) -> str:
        """Return every word on the page that can be seen."""
        return re.sub(r"\s+", " ", self.page.locator("body").inner_text())

    def sees(self, *texts: str) -> None:
        """Fail unless each of some texts can be seen on the page within a few seconds."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def does_not_see(self, text: str) -> None:
        assert text not in self.reads()

    def waits_to_see(self, text: str, seconds: float = 10) -> None:
        """Reload the page until a text can be read on it."""
        self.waits_for(self.page.locator("main").get_by_text(text).filter(visible=True), seconds)

    def waits_for(self, part: Locator, seconds: float = 10) -> None:
        """Reload the page until a part is there."""
        for _turn in range(int(seconds * 4)):
            if part.count():
                return
            self.page.wait_for_timeout(250)
            assert self.page.reload().ok, self.reads()
        expect(part.first).to_be_visible()


class Resident(Person):
    """Somebody who lives in Zhengzhou and has no account."""

    def reports(self, text: str, *, category="", place="", keep=no_picture, **words) -> Receipt:
        """Fill the report form step by step and send it. `place`: a grid's code, chosen from the lists."""
        self.begins_report()
        if place:
            self.chooses_place(place)
        fill(self.form, {"address": words.pop("address", "")})
        keep(self.page, "where")
        self.goes_on()
        self.says_what(text, category, photos=words.pop("photos", ()))
        keep(self.page, "what")
        self.goes_on()
        fill(self.form, words)
        keep(self.page, "contact")
        self.goes_on()
        keep(self.page, "check")
        return self.sends()

    @property
    def form(self) -> Locator:
        return self.page.locator('form[action="/report/"]')

    def begins_report(self) -> None:
        self.opens("/")
        self.page.locator('main a[href="/report/"]').first.click()
        expect(self.form.get_by_role("button", name="下一步")).to_be_visible()  # the scripts are there

    def chooses_place(self, code: str) -> None:
        lists = self.form.locator("details", has=self.page.locator('select[name="district"]'))
        if not lists.locator("select").first.is_visible():
            lists.locator("summary").click()
        for number, name in enumerate(PLACES):
            if len(code) >= 6 + 3 * number:
                self.page.locator(f'select[name="{name}"]').select_option(code[: 6 + 3 * number])
        expect(self.page.locator("[data-grid]")).to_have_attribute("data-grid", code)

    def opens_map(self) -> None:
        self.form.get_by_role("button", name="打开地图").click()
        expect(self.map.get_by_text("新郑市")).to_be_visible()

    @property
    def map(self) -> Locator:
        return self.page.get_by_role("application")

    def taps_map(self, unit: str, parent: str, *, showing="city") -> None:
        """Tap where a unit lies, named or not; two names at home on the map of the parts of `showing` give the scale.

        Distances count in degrees of the map's own projection, where both directions have one scale.
        """
        drawn = self.waits_for_map(showing)
        shown = self.map.locator(".cell-name:not([data-moved])").all_inner_texts()
        names = sorted({name for name in shown if name in drawn}, key=lambda name: drawn[name])
        (x, y), (x2, _y2) = self._middle_of(names[0]), self._middle_of(names[-1])
        (west, north), east = drawn[names[0]], drawn[names[-1]][0]
        scale = (x2 - x) / (east - west)
        right, up = self._points(parent)[unit]
        self.page.mouse.click(x + scale * (right - west), y - scale * (up - north))

    def waits_for_map(self, unit: str) -> dict[str, tuple[float, float]]:
        """Wait until the map shows the parts of a unit, and return where their names stand."""
        parts = self._points(unit)
        expect(self.map.get_by_text(re.compile("|".join(parts))).first).to_be_visible()
        return parts

    def _middle_of(self, name: str) -> tuple[float, float]:
        words = self.map.get_by_text(name, exact=True)
        words.scroll_into_view_if_needed()
        box = words.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def _points(self, unit: str) -> dict[str, tuple[float, float]]:
        """Return where the names of a unit's parts stand: what the map itself asks for."""
        answer = self.page.request.get(self.site + self.form.get_attribute("data-map-url").replace("city", unit))
        named = [feature["properties"] for feature in answer.json()["features"]]
        return {
            each["label"]: (each["label_point"][0], degrees(asinh(tan(radians(each["label_point"][1])))))
            for each in named
        }

    def grid_found(self) -> str:
        """Return the code of the grid that the card names."""
        card = self.page.locator("[data-grid]")
        expect(card).to_be_visible()
        return card.get_attribute("data-grid")

    def says_what(self, text: str, category: str, photos=()) -> None:
        fill(self.form, {"text": text})
        if category:
            choice = f'input[name="category"][value="{category}"]'
            closed = self.form.locator("details:not([open])", has=self.page.locator(choice))
            if closed.count():
                closed.locator("summary").click()
            tick(self.form.locator(choice))
        if photos:
            self.form.locator('input[name="photos"]').set_input_files([str(photo) for photo in photos])

    def goes_on(self) -> None:
        self.form.get_by_role("button", name="下一步").click()

    def answers_question(self) -> None:
        """Answer the small question that a browser without scripts is asked."""
        box = self.form.locator('[name="answer"]')
        if box.is_visible():
            words = self.form.locator('label[for="id_answer"]').inner_text()
            box.fill(str(sum(map(int, re.findall(r"\d+", words)))))

    def sends(self) -> Receipt:
        self.answers_question()
        self.form.get_by_role("button", name="提交", exact=True).click()
        expect(self.page).to_have_url(re.compile("/report/done/"), timeout=AT_LEISURE)
        return self.receipt()

    def receipt(self) -> Receipt:
        """Return number and code as the receipt prints them."""
        words = self.page.locator("main").inner_text()
        return Receipt(NUMBER.search(re.sub(r"\s", "", words))[0], CODE.search(words)[0])

    def follows(self, receipt: Receipt) -> None:
        """Open the tracking page, with number and code where this browser has not given them today."""
        self.opens(f"/track/{receipt.number}/")
        code = self.page.locator('input[name="code"]')
        if code.count():
            code.fill(receipt.code)
            code.press("Enter")
            expect(code).to_have_count(0)
        self.sees(receipt.number)

    def rates(self, **verdict) -> None:
        form = self.page.locator('form[action$="/rate/"]')
        fill(form, verdict)
        form.get_by_role("button").click()
