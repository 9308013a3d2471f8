"""Why a case came to a post: the reasons of the latest routing decision as sentences, and the path they took."""

from dataclasses import dataclass

from django.utils.translation import gettext

from cases.desk import wording
from cases.desk.before_meeting import Room
from cases.models import Case, RoutingDecision
from cases.workflow import State
from grids.models import Category, Department, Grid, Post
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


def of(case: Case, decision: RoutingDecision | None, scope: Scope, rooms: dict[int, Room], handler=None) -> Why:
    """Return why a case lies where it lies. At most four queries, for the names in the reasons."""
    raw = decision.reasons if decision else []
    reasons = [
        Reason(words, rooms.get(item.get("meeting"))) for item, words in zip(raw, in_words(raw, case), strict=True)
    ]
    if case.triage_reason and not decision:
        reasons = [Reason(wording.triage(case.triage_reason))]
    by_meeting = any(item.get("code") == "meeting" for item in raw)
    mine = next((post for post in scope.posts if post.pk == case.waiting_on_id), None)
    owns = next((post for post in scope.posts if post.pk == case.owner_id), None)
    heading = gettext("Why did this come to me?") if mine or owns else gettext("Why did it go there?")
    return Why(heading, _sentence(case, mine, owns, handler, by_meeting), reasons, _path(case, mine))


def _sentence(case: Case, mine, owns, handler, by_meeting) -> str:
    if mine and case.state == State.FEEDBACK:
        names = {"me": str(mine), "handler": str(case.handled_by or handler or case.owner)}
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


def in_words(raw: list[dict], case: Case) -> list[str]:
    """Return reasons of a route in words, reading each kind of name once."""
    departments = Department.objects.in_bulk(_keys(raw, "department"))
    posts = {post.pk: post for post in Post.objects.with_places().filter(pk__in=_keys(raw, "post"))}
    codes = {item["grid"] for item in raw if item.get("grid")}
    known = {grid.code: grid for grid in (case.grid, case.community, case.street, case.district) if grid}
    if codes - known.keys():
        known |= {grid.code: grid for grid in Grid.objects.filter(code__in=codes - known.keys())}
    categories = {item["category"] for item in raw if item.get("category")}
    names = {case.category.code: case.category.label} if case.category else {}
    if categories - names.keys():
        names |= {row.code: row.label for row in Category.objects.filter(code__in=categories - names.keys())}
    return [
        wording.reason(
            item.get("code", ""),
            {
                "department": _label(departments.get(item.get("department"))),
                "post": posts[item["post"]].title if item.get("post") in posts else "—",
                "place": _label(known.get(item.get("grid")))
                or (posts[item["post"]].grid.label if item.get("post") in posts else "—"),
                "category": names.get(item.get("category"), "—"),
            },
        )
        for item in raw
    ]


def _keys(raw: list[dict], name: str) -> set[int]:
    return {item[name] for item in raw if isinstance(item.get(name), int)}


def _label(thing) -> str:
    return thing.label if thing else ""
