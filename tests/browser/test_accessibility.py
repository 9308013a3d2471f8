"""axe-core finds nothing on any public page: three widths, two languages, light and dark, large print on and off.

Each page is looked at in eight modes, in which any two of these occur together. The pages come from the addresses
of the site, so that a new one is looked at without being named here. A page with an argument needs a sample below.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from cases.demo import square
from cases.models import Case
from grids.importing import demo_staff
from grids.models import Category, Grid
from tests.browser import public_pages
from tests.journeys.people import Resident

AXE = (Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RUN = """async (only) => {
  const options = {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}};
  if (only.length) options.runOnly = {type: "rule", values: only};
  const found = await axe.run(document, options);
  const lines = found.violations.flatMap((each) => each.nodes.map((node) =>
    `${each.id}: ${node.target.join(" ")} — ${[...node.any, ...node.all, ...node.none][0]?.message ?? each.help}`));
  const wide = document.documentElement.scrollWidth - innerWidth;
  return wide > 0 ? [...lines, `scrolls sideways by ${wide} px`] : lines;
}"""
MODES = {  # language and large print, and with them width and theme; any two values of two columns meet somewhere
    ("zh-hans", ""): ((360, "light"), (1440, "dark")),
    ("zh-hans", "1"): ((360, "dark"), (768, "light")),
    ("en", ""): ((768, "dark"), (360, "light")),
    ("en", "1"): ((1440, "light"), (360, "dark")),
}
RULES = {"light": [], "dark": ["color-contrast", "link-in-text-block"]}  # all; the dark differs in colours alone
TALL = 6000  # no page is scrolled: a bar at the foot of the window would lie on what is scrolled under it

GRID = "410106002006001"
SAMPLES = {"code": GRID}  # a value for an argument of an address, by the name of the argument
STATES = {  # the faces of a page that only a question or a choice brings out
    "grids:find": [
        f"?grid={GRID}", f"?grid={GRID[:9]}", "?q=盛世", "?q=nothing-like-it", "?lng=113.29&lat=34.81", "?lng=0&lat=0",
    ],
    "report": [f"?grid={GRID}"],
    "square-figures": ["?district=410106&period=q0"],
    "square-solved": ["?district=410106"],
}  # fmt: skip
# What a stranger gets no page of: pictures, the receipt of this browser's own report (looked at below), scripts' data,
# what only a signed link opens, parts of a page.
NO_PAGE = {"photo", "photo-thumb", "grids:portrait", "report-done", "grids:outlines", "report-place", "report-kind",
           "joined"}  # fmt: skip


class Look:
    """One browser page, looked at in every mode."""

    def __init__(self, page, site):
        self.page, self.site, self.faults = page, site, {}
        page.context.add_init_script(AXE)

    def opens(self, path: str, name: str) -> None:
        """Look at a page in every mode."""
        for language, print_ in MODES:
            self.wears(language, print_)
            answer = self.page.goto(f"{self.site}{path}")
            assert answer.ok, f"{name}: {answer.status}"
            self.judges(name, language, print_)

    def wears(self, language: str, print_: str) -> None:
        """Choose language and print by their cookies."""
        context = self.page.context
        context.clear_cookies(name="elder")
        cookies = {"django_language": language, **({"elder": print_} if print_ else {})}
        context.add_cookies([{"name": name, "value": value, "url": self.site} for name, value in cookies.items()])

    def judges(self, name: str, language: str, print_: str) -> None:
        """Let axe judge what the page shows now, in the widths and themes of its language and print."""
        for width, theme in MODES[language, print_]:
            self.page.set_viewport_size({"width": width, "height": TALL})
            self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            for fault in self.page.evaluate(RUN, RULES[theme]):
                mode = f"{language} {theme} {width}{' large print' if print_ else ''}"
                self.faults.setdefault(f"{name}: {fault}", []).append(mode)

    @property
    def report(self) -> str:
        """Return each fault once, with the modes it was found in."""
        return "\n".join(f"{fault}\n  {len(modes)} × {modes[0]} …" for fault, modes in self.faults.items())


@pytest.fixture
def site(city_site, settings):
    """Serve the city with the staff of 上街区 at their posts."""
    settings.DEMO = True
    demo_staff.post_everyone("not needed here", timezone.now() - timedelta(days=1), within=GRID[:6])
    square.fill(timezone.now())
    _solve_something(timezone.now())
    return city_site


def _solve_something(now) -> None:
    """Let a case be on the map of what was solved; no verb closes one in a line."""
    district, street, community, grid = Grid.objects.on_path(Grid.objects.get(code=GRID)).order_by("level")
    Case.objects.create(
        number="ZZ20261101-000001", state="closed", title="井盖补上了", text="井盖没了。",
        category=Category.objects.get(code="B01"), district=district, street=street, community=community, grid=grid,
        reported_at=now - timedelta(days=3), closed_at=now - timedelta(days=1), changed_at=now, may_be_public=True,
    )  # fmt: skip


@pytest.fixture
def look(site, open_page):
    return Look(open_page(width=360), site)


def test_every_public_page_is_known_to_this_test(site):
    strange = {
        each.name
        for each in public_pages.found(SAMPLES)
        if each.status in (400, 404, 500) and each.arguments and each.name not in NO_PAGE
    }

    assert strange == set(), "give SAMPLES a value, or say in NO_PAGE that a stranger gets no page"


def test_axe_finds_nothing_on_any_public_page(site, look):
    pages = [each for each in public_pages.found(SAMPLES) if each.is_page and each.name not in NO_PAGE]

    assert {"home", "report", "track", "grids:find", "login"} <= {page.name for page in pages}
    for page in pages:
        for question in ["", *STATES.get(page.name, [])]:
            look.opens(page.path + question, f"{page.name}{question}")
    assert not look.faults, look.report


def test_axe_finds_nothing_on_the_way_of_a_report(site, look):
    """The steps of the form, its faults, the receipt, the case: what only somebody sees who reports something."""
    for language, print_ in MODES:
        look.wears(language, print_)
        look.page.goto(f"{site}/report/?grid={GRID}")
        look.page.locator("[data-next]").wait_for()
        look.page.locator('[name="address"]').fill("12")
        look.page.locator("[data-next]").click()
        look.judges("report, what", language, print_)
        look.page.locator('[name="text"]').fill("The manhole cover is gone. 井盖没了。")
        look.page.locator("[data-next]").click()
        look.judges("report, contact", language, print_)
        look.page.locator("[data-next]").click()
        look.judges("report, check", language, print_)
        look.page.locator("[data-send]").click()
        look.page.wait_for_url("**/report/done/")
        number = Resident(look.page, site).receipt().number
        look.judges("receipt", language, print_)
        look.page.goto(f"{site}/track/{number}/")
        look.judges("case", language, print_)
        look.page.goto(f"{site}/track/{number}/my-data/")
        look.judges("my data", language, print_)
        look.page.context.clear_cookies(name="sure")
        look.page.goto(f"{site}/track/{number}/my-data/")
        look.judges("my data a while later", language, print_)
        look.page.locator('a[href$="/my-data/code/"]').click()
        look.page.locator('[name="code"]').wait_for()
        look.judges("the code once more", language, print_)
        look.page.context.clear_cookies(name="followed")
        look.page.goto(f"{site}/track/{number}/")
        look.page.locator('[name="code"]').fill("WRNG-C2DE")
        look.page.locator('[name="code"]').press("Enter")
        look.page.locator('[role="alert"], .error').first.wait_for()
        look.judges("wrong code", language, print_)
    assert not look.faults, look.report
