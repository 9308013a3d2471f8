"""A cadre with thirty open cases is transferred: the street gives the post to a successor; both confirm the list."""

import re

from playwright.sync_api import expect

from tests.journeys.forms import fill
from tests.journeys.people import NUMBER

COUNT = 30
SUCCESSOR = "leader-410106002006002"  # leads the grid next door, and goes on doing so


def test_handover(cast, clock, worker, keep):
    street, leaver, successor = cast("street"), cast("cadre"), cast(SUCCESSOR)
    numbers = logs_thirty(cast("gridleader"))
    leaver.opens_desk("mine")
    leaver.waits_for(leaver.page.locator("main h1", has_text=str(COUNT)))
    name = leaver.page.locator(".me-who b").text_content()

    # A month on, the street finds the post by its holder and hands it over.
    clock.day(30, "10:00")
    street.opens("/desk/posts/")
    finds(street.page, "place", name)
    street.page.locator("main a", has_text="房管").click()
    form = street.page.locator('form[action$="/hand-over/"]')
    fill(form, {"to": SUCCESSOR, "note": "借调区住建局。"})
    keep(street.page, "hand-over-typed")
    street.page.on("dialog", lambda dialog: dialog.accept())
    form.get_by_role("button").click()
    expect(street.page).to_have_url(re.compile(r"/desk/handovers/\d+/$"))
    paper = street.page.url.removeprefix(street.site)
    street.sees("交接〔2026〕1号", *numbers)
    expect(street.page.get_by_role("button", name="我确认")).to_have_count(0)

    # The one who leaves has no desk any more, but the list; the successor has a mark in every frame.
    leaver.opens_desk()
    assert numbers[0] not in leaver.reads()
    confirms(leaver, paper)
    successor.opens_desk()
    successor.page.get_by_role("link", name="待确认的交接单").click()
    successor.sees("查看并确认")
    confirms(successor, paper)
    keep(successor.page, "list-confirmed")
    street.opens(paper)
    street.sees("已确认")
    assert len(re.findall("在系统中确认", street.reads())) == 2

    # On A4, in dark surroundings too, both confirmations stand at its end.
    successor.page.emulate_media(media="print", color_scheme="dark")
    expect(successor.page.get_by_role("button", name="打印")).to_be_hidden()
    keep(successor.page, "on-paper")
    successor.page.emulate_media(media="screen", color_scheme="light")

    # Thirty cases lie on the new desk, and each says who held the post.
    wears(successor, "房管")
    successor.opens_desk("mine")
    expect(successor.page.locator("main h1")).to_contain_text(str(COUNT))
    successor.opens_case(numbers[0])
    successor.sees("岗位交接", f"由{name}交给", "交接〔2026〕1号")
    keep(successor.page, "timeline")
    leaver.opens_case(numbers[0])
    leaver.sees("没有")

    # Whose hat is on sees what belongs to it; all hats together see everything.
    wears(successor, "网格长")
    successor.opens_desk("mine")
    assert numbers[0] not in successor.reads()
    wears(successor, "全部岗位")
    successor.opens_desk("mine")
    successor.sees(numbers[0])

    # The page of the post keeps the two of them with their days.
    street.opens("/desk/posts/")
    finds(street.page, "place", "盛世社区")
    street.page.locator("main a", has_text="房管").click()
    street.sees("历任在岗人", name, "2026年3月31日", "至今")
    keep(street.page, "who-held-it")


def finds(page, field: str, words: str) -> None:
    box = page.locator(f'main [name="{field}"]')
    box.fill(words)
    box.press("Enter")


def confirms(person, paper: str) -> None:
    person.opens(paper)
    person.page.get_by_role("button", name="我确认").click()
    person.sees("已确认")


def wears(person, hat: str) -> None:
    """Choose a hat in the menu of the account."""
    person.opens_desk()
    button = person.page.locator('form[action="/desk/hat/"] button', has_text=hat)
    person.page.locator("details", has=button).locator("summary").click()
    button.click()
    expect(person.page).to_have_url(re.compile("/desk/"))


def logs_thirty(grid_leader) -> list[str]:
    """Bring thirty matters of houses in the grid leader's own grid as a sheet; return their numbers."""
    page = grid_leader.page
    rows = [f"走访\t{house}号楼的房产证一直办不下来。\tI01\t盛世社区第一网格" for house in range(1, COUNT + 1)]
    grid_leader.opens("/desk/new/many/")
    page.locator('[name="pasted"]').fill("\n".join(["来源\t诉求内容\t类别\t网格", *rows]))
    page.get_by_role("button", name="查看各行").click()
    page.get_by_role("button", name=f"登记这 {COUNT} 行").click()
    expect(page.get_by_role("link", name=f"已登记 {COUNT}")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name=f"已登记 {COUNT}").click()
    links = page.locator('.sheet-line a[href^="/desk/cases/"]')
    expect(links).to_have_count(COUNT)
    return [NUMBER.search(text)[0] for text in links.all_text_contents()]
