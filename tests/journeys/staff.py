"""Members of staff: their desk, the actions on a case, their joint meeting."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from playwright.sync_api import expect

from tests.journeys.forms import fill, tick
from tests.journeys.people import Person, no_picture

PASSWORD = "the whole district knows it"


@dataclass
class Staff(Person):
    """Somebody with an account and a post."""

    account: str

    def opens(self, path: str) -> None:
        """Open a page; log in first where that is asked, as it is every twelve hours."""
        super().opens(path)
        if "/accounts/login/" in self.page.url:
            fill(self.page.locator("form", has=self.page.locator('[name="username"]')), {
                "username": self.account, "password": PASSWORD,
            })  # fmt: skip
            self.page.locator('[name="password"]').press("Enter")
            expect(self.page).not_to_have_url(re.compile("/accounts/login/"))

    def speaks(self, language: str) -> None:
        """Choose a language in the menu of the account."""
        self.opens("/desk/")
        button = self.page.locator(f'button[name="language"][value="{language}"]')
        if not button.is_visible():
            self.page.locator("details", has=button).locator("summary").click()
        button.click()

    def opens_desk(self, queue: str = "") -> None:
        self.opens(f"/desk/?queue={queue}" if queue else "/desk/")

    def finds(self, number: str, queue: str = "", seconds: float = 10) -> None:
        """Wait until a case lies in a queue of the desk."""
        self.opens_desk(queue)
        self.waits_for(self.page.locator(f'main a[href*="/desk/cases/{number}/"]:visible'), seconds)

    def opens_case(self, number: str) -> None:
        self.opens(f"/desk/cases/{number}/")

    def signs_for(self, number: str) -> None:
        self.opens_case(number)
        self.page.locator(f'form[action*="/{number}/sign_for/"] button:visible').first.click()
        self.sees("已签收")

    def does(self, action: str, number: str, keep=no_picture, ticks=(), **answers) -> None:
        """Choose an action on the page of a case, tick boxes by their words, fill its form and send it."""
        self.opens_case(number)
        self.page.locator(f'a[href*="/{number}/{action}/"]:visible').first.click()
        form = self.page.locator(f'#do form[action$="/{number}/{action}/"]')
        for words in ticks:
            tick(form.locator("label", has_text=words).locator("input"))
        fill(form, answers)
        keep(self.page, action.replace("_", "-"))
        form.get_by_role("button").last.click()
        expect(self.page).to_have_url(re.compile(f"/desk/cases/{number}/$"))

    def splits(self, number: str, posts, keep=no_picture, **answers) -> None:
        """Ask several posts, named as the form names them, to co-handle a case."""
        self.does("split", number, keep=keep, ticks=posts, **answers)

    def signs_order(self, number: str) -> None:
        """Sign for one's own co-handling order on a case."""
        self.opens_case(number)
        self.page.locator(f'form[action*="/{number}/sign_order/"] button:visible').first.click()
        self.sees("已签收")

    def is_told(self, *texts: str) -> None:
        """Find each of some texts among the notices."""
        self.opens("/desk/notices/")
        for text in texts:
            self.waits_to_see(text)

    def is_not_told(self, text: str) -> None:
        self.opens("/desk/notices/")
        assert text not in self.reads()

    def counts_in_timeline(self, text: str) -> int:
        """Return how many entries of the timeline on this page have a text in their heading."""
        return self.page.locator("#timeline b", has_text=text).count()

    # --- joint meetings -----------------------------------------------------------------------------------------------

    def calls_meeting(self, unit: str, at: datetime, place: str) -> str:
        """Call a meeting of a unit and return the address of its room."""
        self.opens("/meetings/")
        form = self.page.locator(f'form[action$="/units/{unit}/call/"]')
        if not form.is_visible():
            self.page.locator("details", has=form).locator("summary").click()
        fill(form, {"held_at_0": f"{at:%Y-%m-%d}", "held_at_1": f"{at:%H:%M}", "place": place})
        form.get_by_role("button").click()
        expect(self.page).to_have_url(re.compile(r"/meetings/\d+/$"))
        return self.page.url.removeprefix(self.site)

    def puts_on_agenda(self, unit: str, title: str) -> None:
        """Put the waiting item with a title on the agenda of the unit's next meeting."""
        self.opens("/meetings/")
        form = self.page.locator(f'form[action$="/units/{unit}/agenda/"]')
        form.get_by_label(title).check()
        form.get_by_role("button").click()
        expect(self.page).to_have_url(re.compile(r"/meetings/\d+/$"))

    def reads_proposal(self, title: str) -> None:
        """Open what is proposed from the pool, to vet it."""
        self.opens("/meetings/")
        item = self.page.locator("li", has=self.page.get_by_label(title))
        item.locator('a[href*="/meetings/items/"]').first.click()
        self.sees(title)

    def reads_proposal_on(self, room: str, title: str) -> None:
        """Open what is proposed from the agenda of a meeting to come."""
        self.opens(room)
        self.page.locator("li", has_text=title).locator('a[href*="/meetings/items/"]').first.click()
        self.sees(title)

    def writes_visit(self, at: datetime, present: str, text: str) -> None:
        """Write down a joint site visit on the page of a proposal."""
        form = self.page.locator('form[action$="/visit/"]')
        if not form.is_visible():
            self.page.locator("details", has=form).locator("summary").click()
        fill(form, {"visited_at_0": f"{at:%Y-%m-%d}", "visited_at_1": f"{at:%H:%M}", "present": present, "text": text})
        form.get_by_role("button").click()
        self.sees(text)

    def gives_notice(self, room: str) -> None:
        self.opens(room)
        self.page.locator(f'form[action="{room}notice/"] button').click()
        self.sees("通知已发出")

    def answers(self, room: str, answer: str, **more) -> None:
        """Say whether one's unit comes to a meeting."""
        self.opens(room)
        form = self.page.locator('form[action$="/reply/"]').first
        form.locator(f'input[name="answer"][value="{answer}"]').check(force=True)
        fill(form, more)
        form.get_by_role("button").click()
        self.sees("已报给会议")

    def signs_in(self, room: str, unit: str, how: str = "present") -> None:
        """Sign a unit in on the page of a meeting."""
        self.opens(room)
        row = self.page.locator("li", has=self.page.locator('form[action$="/sign-in/"]')).filter(has_text=unit).first
        row.locator(f'button[value="{how}"]').click()
        expect(row.locator(f'button[value="{how}"]')).to_have_attribute("aria-pressed", "true")

    def tries_to_open_meeting(self, room: str) -> None:
        self.opens(room)
        self.page.locator(f'form[action="{room}open/"] button').click()

    def opens_meeting(self, room: str) -> None:
        self.tries_to_open_meeting(room)
        self.sees("进行中")

    def changes_minutes(self, room: str, section: int, text: str) -> None:
        """Rewrite a section of the draft of the minutes."""
        self.opens(f"{room}minutes/")
        self.page.locator(f'[name="section_{section}"]').fill(text)
        self.page.locator('button[form="minutes"]').click()
        self.sees("纪要已存好")

    def signs_minutes(self, room: str) -> None:
        self.opens(f"{room}minutes/")
        self.page.once("dialog", lambda dialog: dialog.accept())
        self.page.locator(f'form[action="{room}minutes/sign/"] button').click()
        self.sees("已签发")

    def downloads_minutes(self, room: str) -> bytes:
        """Take the minutes along as PDF."""
        self.opens(f"{room}minutes/")
        with self.page.expect_download() as file:
            self.page.locator(f'a[href="{room}minutes/file.pdf"]').click()
        return file.value.path().read_bytes()

    def opens_resolution(self, text: str) -> None:
        """Open a decision from the register."""
        self.opens("/meetings/resolutions/")
        self.page.get_by_role("link", name=text).first.click()
        self.sees(text)

    def agrees_to_strike_off(self, text: str) -> None:
        self.opens_resolution(text)
        self.page.locator('form[action$="/agree/"] button').click()
        self.sees("已同意")

    def decides(
        self, *, text: str, lead: str, seat: str, due: date, milestones, acceptance="", keep=no_picture
    ) -> None:
        """Decide the item in discussion; `lead` and `seat` are words of the lead unit and of its post."""
        form = self.page.locator('form[action*="/items/"]')
        unit = form.locator('[name="lead_department"] option', has_text=lead).get_attribute("value")
        post = form.locator(f'[name="lead_post"] optgroup[label*="{lead}"] option', has_text=seat).get_attribute(
            "value"
        )
        fill(
            form,
            {
                "text": text,
                "lead_department": unit,
                "lead_post": post,
                "due_date": f"{due:%Y-%m-%d}",
                "acceptance": acceptance,
            },
        )
        for number, (day, words) in enumerate(milestones, 1):
            fill(form, {f"milestone_date_{number}": f"{day:%Y-%m-%d}", f"milestone_text_{number}": words})
        keep(self.page, "decision-typed")
        form.get_by_role("button").last.click()
        self.sees("已存好")

    def ends_meeting(self, room: str) -> None:
        self.opens(room)
        self.page.once("dialog", lambda dialog: dialog.accept())
        self.page.locator(f'form[action="{room}end/"] button').click()
        self.sees("纪要草稿")

    def ticks(self, room: str, milestone: str) -> None:
        """Tick a milestone of a decision taken in this room."""
        self.opens(room)
        self.page.locator('nav a[href^="?item="]').last.click()
        self.page.get_by_role("button", name=milestone).click()
        self.sees(f"已完成：{milestone}")

    # --- figures ------------------------------------------------------------------------------------------------------

    def reads_figure(self, name: str, value: str) -> None:
        """Find a figure of the dashboard with its value and its two parts."""
        tile = self.page.get_by_role("link", name=name).first
        expect(tile).to_contain_text(name)
        words = re.sub(r"\s+", " ", tile.inner_text()).replace(" %", "%")
        assert value in words, words

    def follows_figure(self, name: str) -> None:
        """Open the cases behind a figure."""
        self.page.get_by_role("link", name=name).first.click()
        expect(self.page).to_have_url(re.compile("/cases/"))
