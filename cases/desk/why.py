"""Why a case came to a post: the reasons of the latest routing decision as sentences, and the path they took."""

from dataclasses import dataclass

from django.utils.translation import gettext

from cases.desk import wording
from cases.desk.before_meeting import Room
from cases.models import Case
from cases.workflow import State
from grids import catalogue
from grids.models import Post
from grids.scope import Scope


@dataclass(frozen=True)
class Fact:
    """One stop of the path: 类别 → 网格 → 主办 → 您."""

    value: str
    role: str
    is_me: bool = False


@dataclass(frozen=True)
class Reason:
    """One reason in words, with the joint meeting that decided it where one may go there."""

    words: str
    room: Room | None = None


@dataclass(frozen=True)
class Why:
    """The answer: a heading, one sentence, the reasons behind it, the path."""

    heading: str
    sentence: str
    reasons: list[Reason]
    path: list[Fact]


def of(case: Case, scope: Scope, rooms: dict[int, Room]) -> Why:
    """Return why a case lies where it lies, of a case with its route and posts (case_row). No queries."""
    raw = case.route_reasons
    reasons = [
        Reason(words, rooms.get(item.get("meeting"))) for item, words in zip(raw, in_words(raw, case), strict=True)
    ]
    if case.triage_reason and not raw:
        reasons = [Reason(wording.triage(case.triage_reason))]
    by_meeting = any(item.get("code") == "meeting" for item in raw)
    mine = next((post for post in scope.posts if post.pk == case.waiting_on_id), None)
    owns = next((post for post in scope.posts if post.pk == case.owner_id), None)
    heading = gettext("Why did this come to me?") if mine or owns else gettext("Why did it go there?")
    return Why(heading, _sentence(case, mine, owns, by_meeting), reasons, _path(case, mine))


def _sentence(case: Case, mine, owns, by_meeting) -> str:
    if mine and case.state == State.FEEDBACK:
        names = {"me": str(mine), "handler": str(case.handled_by or _holder(case) or case.owner)}
        return (
            gettext("You are %(me)s. %(handler)s handled this; whoever handled it may not verify it, so you do.")
            % names
        )
    if owns and by_meeting:
        return gettext("You are %(me)s. The joint meeting named your post to lead on it.") % {"me": str(owns)}
    if owns and case.lead_department:
        names = {"me": str(owns), "lead": case.lead_department.label}
        return (
            gettext("You are %(me)s. %(lead)s leads on this kind of matter, and your post is its nearest one.") % names
        )
    if mine and case.triage_reason:
        return gettext("You are %(me)s. The system could not route it by itself, so your desk decides.") % {
            "me": str(mine)
        }
    if mine:
        return gettext("You are %(me)s; the next step lies with your post.") % {"me": str(mine)}
    if case.waiting_on:
        return gettext("The next step lies with %(post)s. You see it because it lies in your area.") % {
            "post": str(case.waiting_on)
        }
    return gettext("You see it because it lies in your area.")


def _holder(case: Case):
    return case.owner.held.person if case.owner and case.owner.held else None


def _path(case: Case, mine) -> list[Fact]:
    facts = []
    if case.category:
        facts.append(Fact(f"{case.category.code} {case.category.short}", gettext("Category")))
    if case.place:
        facts.append(Fact(case.place.label, gettext("The place lies in %(level)s") % {"level": case.place.level_label}))
    if case.owner:
        facts.append(Fact(case.owner.title, gettext("Lead: posted to %(place)s") % {"place": case.owner.grid.label},
                          is_me=mine is not None and mine.pk == case.owner_id))  # fmt: skip
    if mine and mine.pk != case.owner_id:
        facts.append(Fact(gettext("You: %(post)s") % {"post": mine.title}, case.state_label, is_me=True))
    return facts


def in_words(raw: list[dict], case: Case, posts: dict[int, Post] | None = None) -> list[str]:
    """Return reasons of a route in words; `posts` are those they may name, where the case has not read them."""
    posts = case.posts if posts is None else posts
    known = {grid.code: grid for grid in (case.grid, case.community, case.street, case.district) if grid}
    names = {category.code: category.label for category in catalogue.categories().values()}
    departments = catalogue.departments()
    sentences = []
    for item in raw:
        post = posts.get(item.get("post"))
        facts = {
            "department": _label(departments.get(item.get("department"))),
            "post": post.title if post else "—",
            "place": _label(known.get(item.get("grid"))) or (post.grid.label if post else "—"),
            "category": names.get(item.get("category"), "—"),
        }
        sentences.append(wording.reason(item.get("code", ""), facts))
    return sentences


def _label(thing) -> str:
    return thing.label if thing else ""
