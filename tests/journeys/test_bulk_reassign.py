"""Two hundred cases lie with one post; the district's desk hands them all to another in one go."""

import re

from playwright.sync_api import expect

from cases import lifecycle, outbox, permissions, sweeps
from cases.models import Case, CaseEvent
from grids.models import Category, Grid, Post, Role
from tests.journeys.forms import fill, tick

GRID, STREET = "410106002006001", "410106002"
COUNT = 200


def test_bulk_reassign(cast, clock, keep):
    now = clock.start
    cases = two_hundred_cases(now)
    street_desk = Post.objects.get(role=Role.STREET_DESK, grid__code=STREET)
    official = cast("district")

    # Ticked on the page with keys and the mouse, then the whole list.
    official.opens_desk("area")
    page = official.page
    bar = page.locator('form[action="/desk/bulk/"]')
    expect(bar).to_be_hidden()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.locator('main [data-row] [name="number"]').nth(2).click()
    expect(bar).to_contain_text("3")
    keep(page, "three-ticked")
    tick(bar.locator('[name="all"]'))
    expect(bar).to_contain_text(str(COUNT))
    bar.locator('[value="reassign"]').click()

    # Every case is shown with its state; meanwhile one of them moves.
    form = page.locator('form:has([name="do"])')
    expect(form.locator('[name="number"]:checked')).to_have_count(COUNT)
    moved = cases[7]
    lifecycle.urge(moved, by=permissions.REPORTER, now=now)
    fill(form, {"post": str(street_desk), "note": "该片区调整，统一改派。"})
    keep(page, "what-will-happen")
    form.locator("button").first.click(timeout=60_000)  # two hundred cases, on a busy machine

    # All but that one have gone over; it is still ticked, and goes over at the second attempt.
    again = page.locator('form:has([name="note"][type="hidden"])')
    expect(again.locator('[name="number"]:checked')).to_have_count(1)
    keep(page, "how-it-went")
    assert reassigned().count() == COUNT - 1
    assert not reassigned().filter(case=moved).exists()
    again.locator("button").click()
    expect(form.locator('[name="number"]:checked')).to_have_count(1)
    form.locator("button").first.click()
    expect(page.locator(f'main a[href="/desk/cases/{moved.number}/"]')).to_be_visible()
    assert reassigned().count() == COUNT
    assert set(Case.objects.values_list("owner", flat=True)) == {street_desk.pk}

    # On a phone the boxes come when they are asked for.
    phone = cast("district", width=390)
    phone.opens_desk("area")
    expect(phone.page.locator('[name="number"]').first).to_be_hidden()
    keep(phone.page, "phone")
    phone.page.locator("label", has=phone.page.locator("[data-bulk-toggle]")).click()
    for number in range(3):
        phone.page.locator('[name="number"]').nth(number).click()
    expect(phone.page.locator('form[action="/desk/bulk/"]')).to_be_visible()
    keep(phone.page, "phone-three-ticked")
    phone.page.locator('[name="action"][value="urge"]').click()
    expect(phone.page).to_have_url(re.compile("/desk/bulk/$"))
    keep(phone.page, "phone-asks")


def reassigned():
    return CaseEvent.objects.filter(kind="case.reassigned")


def two_hundred_cases(now):
    """Report the same kind of matter two hundred times at one place and let each be routed."""
    grid, category = Grid.objects.get(code=GRID), Category.objects.get(code="B02")
    with outbox.following() as events:
        for number in range(COUNT):
            text = f"{number + 1}号楼前的路灯不亮，晚上看不见路。"
            report = lifecycle.Report(text=text, category=category, grid=grid)
            lifecycle.report(report, by=permissions.REPORTER, now=now)
        for event in list(events):
            sweeps.handle(event, now)
    return list(Case.objects.order_by("pk"))
