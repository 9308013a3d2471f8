"""A report on a bad line: kept on the phone, sent by itself later, one case whatever happens in between."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from cases.models import Case
from tests.journeys.forms import tick
from tests.journeys.people import PHOTOS
from tests.line import Line

TEXT = "小区门口的路灯不亮，已经三天。"
PICTURES = [PHOTOS / "wall-leak-after.jpg", PHOTOS / "wall-leak-before.jpg"]


@pytest.fixture
def line(live_server):
    line = Line(live_server.url)
    yield line
    line.close()


@pytest.fixture
def phone(world, line, open_page):
    """Open the form on a phone."""
    page = open_page(width=390, height=844)
    page.goto(f"{line.url}/report/")
    expect(page.locator("[data-next]")).to_be_visible()
    return page


def write(page, text=TEXT, pictures=PICTURES):
    """Fill the form up to its last step."""
    page.locator("[name=address]").fill("中心路18号院")
    page.locator("[data-next]").click()
    page.locator("[name=text]").fill(text)
    page.locator(".all-kinds summary").click()
    tick(page.locator("[name=category][value=B01]").first)
    page.locator("[name=photos]").set_input_files([str(picture) for picture in pictures])
    expect(page.locator(".thumb")).to_have_count(len(pictures))
    page.locator("[data-next]").click()
    page.locator("[name=phone]").fill("13800000000")
    page.locator("[data-next]").click()


def send(page):
    page.locator("[data-send]").click()


def sees_receipt(page):
    expect(page).to_have_url(re.compile("/report/done/"), timeout=20_000)
    return page.locator(".serial").inner_text()


def begins_another_and_looks_back(phone, line) -> None:
    """Send a report, write another one without sending it, and look at the receipt of the first again."""
    write(phone, pictures=[])
    send(phone)
    sees_receipt(phone)
    phone.goto(f"{line.url}/report/")
    write(phone, text="楼道堆满了杂物。")
    phone.goto(f"{line.url}/report/done/")


def forgets(phone) -> None:
    """Wait until nothing of the report is left on the phone; fail after five seconds."""
    for _turn in range(20):
        if kept_of(phone) == [0, 0]:
            return
        phone.wait_for_timeout(250)
    assert kept_of(phone) == [0, 0]


def is_slow_to_read(phone, picture, time) -> None:
    """Let a phone take so many milliseconds to make a photo smaller."""
    phone.evaluate(
        """([name, time]) => {
            const usual = createImageBitmap;
            window.createImageBitmap = async (file, ...how) => {
                if (file.name === name) await new Promise((resolve) => { setTimeout(resolve, time); });
                return usual(file, ...how);
            };
        }""",
        [picture.name, time],
    )


def kept_of(page):
    """Return what the browser still keeps of a draft."""
    return page.evaluate(
        """async () => {
            const open = indexedDB.open("report-draft", 1);
            open.onupgradeneeded = () => open.result.createObjectStore("photos");
            await new Promise((resolve) => { open.onsuccess = resolve; });
            const count = open.result.transaction("photos").objectStore("photos").count();
            await new Promise((resolve) => { count.onsuccess = resolve; });
            open.result.close();
            return [localStorage.length, count.result];
        }"""
    )


def test_a_draft_comes_back_with_its_photos_in_their_order(phone):
    write(phone)
    sizes = phone.evaluate("[...document.querySelector('[name=photos]').files].map((file) => file.size)")
    phone.reload()

    expect(phone.locator(".thumb")).to_have_count(2)
    assert phone.locator("[name=text]").input_value() == TEXT
    assert phone.locator("[name=address]").input_value() == "中心路18号院"
    assert phone.locator("[name=phone]").input_value() == "13800000000"
    assert phone.locator("[name=category]:checked").get_attribute("value") == "B01"
    assert phone.evaluate("[...document.querySelector('[name=photos]').files].map((file) => file.size)") == sizes
    expect(phone.locator("[data-draft]")).to_contain_text(re.compile(r"\d\d:\d\d"))


def test_one_tap_throws_the_draft_away(phone):
    write(phone)
    phone.locator("[data-draft-off]").click()
    expect(phone.locator("[name=text]")).to_have_value("")

    expect(phone.locator("[data-draft]")).to_be_hidden()
    expect(phone.locator("[name=phone]")).to_have_value("")
    expect(phone.locator(".thumb")).to_have_count(0)
    forgets(phone)


def test_a_draft_is_gone_after_seven_days(phone):
    write(phone)
    phone.evaluate(
        """() => {
            const kept = JSON.parse(localStorage.getItem("report-draft"));
            localStorage.setItem("report-draft", JSON.stringify({ ...kept, at: kept.at - 7 * 24 * 3600 * 1000 }));
        }"""
    )
    phone.reload()

    expect(phone.locator("[name=text]")).to_have_value("")
    expect(phone.locator("[data-draft]")).to_be_hidden()
    phone.wait_for_timeout(200)
    forgets(phone)


def test_what_was_sent_leaves_nothing_on_the_phone(phone):
    write(phone)
    send(phone)
    sees_receipt(phone)
    phone.wait_for_timeout(200)

    case = Case.objects.get()
    assert (case.text, case.photos.count(), case.reporter.phone) == (TEXT, 2, "13800000000")
    forgets(phone)


def test_an_older_receipt_leaves_the_next_report_alone(phone, line):
    begins_another_and_looks_back(phone, line)
    expect(phone.locator("[data-print]")).to_be_visible()
    phone.goto(f"{line.url}/report/")

    expect(phone.locator("[name=text]")).to_have_value("楼道堆满了杂物。")
    expect(phone.locator(".thumb")).to_have_count(2)


def test_forgetting_on_a_shared_phone_takes_what_was_typed_along(phone, line):
    begins_another_and_looks_back(phone, line)
    phone.locator(".forgetting button").click()
    expect(phone.locator(".messages .success, .messages .info")).to_be_visible()
    phone.goto(f"{line.url}/report/")

    expect(phone.locator("[name=text]")).to_have_value("")
    assert kept_of(phone) == [0, 0]


def test_without_a_connection_it_waits_and_goes_by_itself(phone, keep_picture):
    write(phone)
    phone.context.set_offline(True)
    send(phone)
    expect(phone.locator("[data-sending]")).to_be_visible()
    assert phone.locator("[data-sending-words]").inner_text() == phone.locator("[data-sending]").get_attribute(
        "data-offline"
    )
    keep_picture(phone, "offline")
    phone.wait_for_timeout(2500)  # a try in between changes nothing
    assert not Case.objects.exists()

    phone.context.set_offline(False)
    sees_receipt(phone)
    case = Case.objects.get()
    assert (case.text, case.photos.count()) == (TEXT, 2)
    forgets(phone)


def test_what_waited_goes_on_the_next_visit(phone, line):
    write(phone)
    phone.context.set_offline(True)
    send(phone)
    expect(phone.locator("[data-sending]")).to_be_visible()
    later = phone.context.new_page()
    phone.close()
    assert not Case.objects.exists()

    later.context.set_offline(False)
    later.goto(f"{line.url}/report/")
    sees_receipt(later)
    assert Case.objects.get().photos.count() == 2


def test_a_lost_answer_makes_no_second_case(phone, line):
    write(phone)
    line.cuts_answers = 1
    send(phone)
    assert line.answered.wait(20)
    number = sees_receipt(phone)

    assert Case.objects.get().number.replace("-", "") in re.sub(r"\W", "", number)
    assert Case.objects.get().photos.count() == 2


def test_a_dead_server_is_waited_for(phone, line):
    write(phone, pictures=[])
    line.is_cut = True
    send(phone)
    expect(phone.locator("[data-sending-words]")).not_to_be_empty()
    line.is_cut = False
    sees_receipt(phone)

    assert Case.objects.count() == 1


def test_whoever_changes_something_sends_it_again(phone):
    write(phone, pictures=[])
    phone.context.set_offline(True)
    send(phone)
    expect(phone.locator("[data-sending]")).to_be_visible()
    phone.locator('[data-check] [data-go-to="1"]').first.click()
    phone.locator("[name=text]").press_sequentially("还有一盏。")
    phone.context.set_offline(False)
    phone.wait_for_timeout(2500)
    assert not Case.objects.exists()

    phone.locator("[data-next]").click()
    phone.locator("[data-next]").click()
    send(phone)
    sees_receipt(phone)
    assert "还有一盏。" in Case.objects.get().text


def test_what_the_server_refuses_comes_back_whole(phone, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8 no photo at all")
    write(phone, pictures=[PICTURES[0], broken])
    send(phone)

    expect(phone.locator("[data-errors]")).to_be_visible()
    expect(phone.locator(".error", has_text="broken.jpg")).to_be_visible()
    expect(phone.locator("[name=text]")).to_have_value(TEXT)
    expect(phone.locator(".thumb")).to_have_count(2)
    expect(phone.locator("[data-photos-lost]")).to_be_hidden()
    phone.locator(".thumb .off").nth(1).click()
    phone.locator("[data-next]").click()
    phone.locator("[data-next]").click()
    send(phone)
    sees_receipt(phone)
    assert Case.objects.get().photos.count() == 1


def test_photos_chosen_before_others_are_ready_are_all_sent(phone):
    is_slow_to_read(phone, PICTURES[0], 1500)
    phone.locator("[data-next]").click()
    phone.locator("[name=text]").fill(TEXT)
    for picture in PICTURES:
        phone.locator("[name=photos]").set_input_files(str(picture))
    for _step in range(2):
        phone.locator("[data-next]").click()
    send(phone)
    sees_receipt(phone)

    assert Case.objects.get().photos.count() == 2


def test_a_photo_removed_while_another_gets_ready_stays_away(phone):
    phone.locator("[data-next]").click()
    phone.locator("[name=photos]").set_input_files(str(PICTURES[0]))
    expect(phone.locator(".thumb")).to_have_count(1)
    is_slow_to_read(phone, PICTURES[1], 500)
    phone.locator("[name=photos]").set_input_files(str(PICTURES[1]))
    phone.locator(".thumb .off").click()
    phone.wait_for_timeout(1000)

    expect(phone.locator(".thumb")).to_have_count(1)
    assert phone.evaluate("document.querySelector('[name=photos]').files[0].name") == PICTURES[1].name


def test_photos_are_shrunk_and_turned_upright_before_they_are_sent(phone, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright, stored lying
    for name, side in (("large.jpg", 3000), ("wide.jpg", 1700)):
        Image.effect_noise((side, side // 2), 40).convert("RGB").save(tmp_path / name, quality=70, exif=exif)
    phone.locator("[data-next]").click()
    phone.locator("[name=photos]").set_input_files([str(tmp_path / "large.jpg"), str(tmp_path / "wide.jpg")])
    expect(phone.locator(".thumb")).to_have_count(2)

    photos = phone.evaluate(
        """async () => Promise.all([...document.querySelector("[name=photos]").files].map(async (file) => {
            const image = await createImageBitmap(file, { imageOrientation: "none" });
            const start = new Uint8Array(await file.arrayBuffer()).slice(0, 200000);
            const hasExif = new TextDecoder("latin1").decode(start).includes("Exif");
            return [file.name, file.type, image.width, image.height, hasExif];
        }))"""
    )
    assert photos == [
        ["large.jpg", "image/jpeg", 800, 1600, False],
        ["wide.jpg", "image/jpeg", 800, 1600, False],
    ]
