"""The switch between Chinese and English: it works on every kind of page, stays, and leaves no Chinese words behind.

What people write and what they are called stays as it is.
"""

import pytest
from playwright.sync_api import expect

from grids.models import User
from tests.journeys.people import Resident

GRID, DISTRICT = "410106002006001", "410106"
TEXT = "楼道里的灯不亮，晚上看不见台阶。"
ADDRESS = "盛世花园3号楼2单元"
OWN_NAMES = ("中文", "简体中文")  # a language is offered by its own name
# every text, the data of charts, and every attribute that is read aloud or shown as a hint
WORDS = """() => {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const silent = walker.currentNode.parentElement.closest("script:not([type='application/json']), style, template");
    if (!silent) texts.push(walker.currentNode.textContent);
  }
  for (const element of document.body.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
    for (const name of ["aria-label", "placeholder", "title", "alt"]) texts.push(element.getAttribute(name) || "");
  }
  return texts.map((text) => text.trim()).filter((text) => /[\\u3400-\\u9fff]/.test(text));
}"""


@pytest.fixture
def leftover(staffed):
    """Return a function that lists the Chinese words of an English page that nobody wrote and nobody is called."""
    names = [name for name in User.objects.values_list("name", flat=True) if name]
    surnames = {name[0] for name in names}  # what stands in the circle beside a name

    def of(page) -> list[str]:
        found = []
        for text in page.evaluate(WORDS):
            rest = text
            for known in (TEXT, TEXT.rstrip("。"), ADDRESS, *OWN_NAMES, *names):
                rest = rest.replace(known, "")
            if rest not in surnames and any("\u3400" <= letter <= "\u9fff" for letter in rest):
                found.append(text)
        return found

    return of


def test_two_languages(cast, worker, keep, leftover):
    resident, street, district = cast(Resident), cast("street"), cast("district")
    left = {}

    # A resident has reported and switches on the receipt; everything that follows stays English.
    receipt = resident.reports(TEXT, place=GRID, category="B02", address=ADDRESS)
    resident.sees("收到了")
    resident.page.get_by_role("button", name="EN", exact=True).click()
    expect(resident.page.locator("html")).to_have_attribute("lang", "en")
    left["/report/done/"] = leftover(resident.page)
    keep(resident.page, "receipt")
    for path in ("/", "/report/", "/track/", "/grids/find/", f"/grids/find/?grid={GRID}", f"/track/{receipt.number}/"):
        resident.opens(path)
        expect(resident.page.locator("html")).to_have_attribute("lang", "en")
        left[path] = leftover(resident.page)
        keep(resident.page, path.strip("/").replace("/", "-").replace("?", "-") or "home")

    # Staff log in in English and work in it.
    for person, paths in (
        (street, ("/desk/", "/desk/new/", "/desk/notices/", f"/desk/cases/{receipt.number}/", "/meetings/")),
        (district, ("/desk/", "/meetings/", f"/dashboard/{DISTRICT}/", f"/map/{DISTRICT}/")),
    ):
        person.speaks("en")
        for path in paths:
            person.opens(path)
            expect(person.page.locator("html")).to_have_attribute("lang", "en")
            left[f"{person.account} {path}"] = leftover(person.page)
            keep(person.page, f"{person.account}-{path.strip('/').replace('/', '-')}")

    # And back.
    district.speaks("zh-hans")
    district.opens("/desk/")
    district.sees("工作台")
    assert {path: words for path, words in left.items() if words} == {}
