"""May they, and why not. Buttons and guards ask the same functions; which rows is CaseQuerySet.visible_to."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from cases import deadlines, due_words, office, workflow
from cases.models import Case
from cases.tags import PRAISE
from cases.workflow import Actor, Asked, State
from grids.models import Role, Urgency
from grids.scope import Scope
from zhengzhou_grid.lib.verdicts import ALLOWED, Denied, Verdict


@dataclass(frozen=True)
class Outsider:
    """Somebody who acts without a post: the reporter through the public pages, or the system's own worker."""

    actor: Actor
    user: None = None
    posts: tuple = ()

    @property
    def every_post(self) -> tuple:
        """The same posts: nobody outside puts any aside."""
        return self.posts


SYSTEM = Outsider(Actor.SYSTEM)
REPORTER = Outsider(Actor.REPORTER)
By = Scope | Outsider

# Roles that make a person an actor for every case in the territory of the post.
TERRITORIAL = {
    Role.STREET_DESK: {Actor.ACCEPTOR, Actor.DISPATCHER},
    Role.DISTRICT_DESK: {Actor.ACCEPTOR, Actor.DISPATCHER, Actor.DISTRICT},
    Role.DISTRICT_OFFICIAL: {Actor.DISTRICT},
    Role.SUPERVISOR: {Actor.SUPERVISOR},
    Role.STREET_LEADER: {Actor.LEADER, Actor.STREET},
    Role.COMMUNITY_SECRETARY: {Actor.LEADER},
    Role.GRID_LEADER: {Actor.VERIFIER},
    Role.DEPUTY_GRID_LEADER: {Actor.VERIFIER},
}
REVEALS = frozenset({Actor.OWNER, Actor.ACCEPTOR, Actor.VERIFIER, Actor.DISTRICT})
CALL_BACK = frozenset({Actor.ACCEPTOR, Actor.DISTRICT})  # who takes reports in and calls back
MOST_EXTENSIONS, EXTENSION_NOTICE_HOURS = 2, 4
ABOVE = frozenset({Actor.LEADER, Actor.DISPATCHER, Actor.DISTRICT})
ABOUT_ORDERS = frozenset({"sign_order", "report_order", "waive_order"})  # in sight only while an order is open
REPORTERS = frozenset({"evaluate", "object", "add_remark", "withdraw"})  # never in sight of staff
MOST_REOPENINGS = 2
DROPS = frozenset({Asked.DECLINE, Asked.VOID})  # would leave what was merged into the case without an answer
MOST_NAMED = 3
RARE = frozenset({"supply_details", "unmerge", "note_call", "resume"})  # in sight only in the state they start from
UNIT_ROLES = (Role.CADRE, Role.DISTRICT_WINDOW)

WHO = {
    Actor.OWNER: _("the responsible post"),
    Actor.VERIFIER: _("the grid leader"),
    Actor.HELPER: _("the post asked to co-handle"),
    Actor.ACCEPTOR: _("the intake desk"),
    Actor.DISPATCHER: _("the dispatch desk"),
    Actor.LEADER: _("a leader of the territory"),
    Actor.STREET: _("the street leader"),
    Actor.DISTRICT: _("the district"),
    Actor.SUPERVISOR: _("the supervision office"),
    Actor.REPORTER: _("the reporter"),
    Actor.SYSTEM: _("the system"),
}


@dataclass(frozen=True)
class Offer:
    """An action as the case page shows it: its words, its group, and whether it can be done now."""

    name: str
    label: str
    group: str
    effect: str
    verdict: Verdict


def relations(case: Case, by: By) -> frozenset[Actor]:
    """Return what somebody is to a case. The one who handled it never verifies it."""
    if isinstance(by, Outsider):
        return frozenset({by.actor})
    found = {Actor.STAFF} if case.state == State.DRAFT else set()
    for post in by.posts:
        found |= _through(post, case)
    if by.user is not None and by.user.pk == case.handled_by_id:
        found.discard(Actor.VERIFIER)
    return frozenset(found)


def _through(post, case: Case) -> set[Actor]:
    """Return what one post makes its holder to a case."""
    found = set()
    key = post.id  # `pk` is a property that costs ten times as much, and a list asks it of fifty cases
    if key == case.owner_id:
        found.add(Actor.OWNER)
    if key == case.waiting_on_id and case.state == State.FEEDBACK:
        found.add(Actor.VERIFIER)
    if key in case.owing:
        found.add(Actor.HELPER)
    if not _lies_in(case, post):
        return found
    if post.role in UNIT_ROLES and post.department_id == case.lead_department_id:
        found.add(Actor.UNIT)
    return found | TERRITORIAL.get(post.role, set())


def _lies_in(case: Case, post) -> bool:
    """Tell whether a case lies in the territory of a post; unplaced cases lie with every district desk."""
    if case.district_id is None:
        return post.role == Role.DISTRICT_DESK
    place = (case.district_id, case.street_id, case.community_id, case.grid_id)[post.grid.level]
    return place == post.grid_id


def may(name: str, case: Case, by: By) -> Verdict:
    """Return Allowed, or Denied with the reason in the reader's language."""
    action = workflow.ACTIONS[name]
    if case.state not in action.sources:
        return Denied(gettext("Not in the state “%(state)s”.") % {"state": case.state_label})
    here = relations(case, by)
    if not action.by & here:
        if Actor.VERIFIER in action.by and by.user is not None and by.user.pk == case.handled_by_id:
            return Denied(gettext("Whoever handled it may not verify it."))
        return Denied(gettext("Only %(who)s may do this.") % {"who": _who(action)})
    return _special(name, action, case, by, here)


def can(name: str, case: Case, by: By, here: frozenset[Actor]) -> bool:
    """Tell what `may` says, for a list of many cases: without a refusal's words, `here` from `relations`."""
    action = workflow.ACTIONS[name]
    if case.state not in action.sources or not action.by & here:
        return False
    return bool(_special(name, action, case, by, here))


def in_time(name: str, case: Case, now) -> Verdict:
    """Return Allowed, or Denied for an action whose time has passed or that comes too late before the due time."""
    if name == "request_return" and case.return_until and now > case.return_until:
        return Denied(
            gettext("Only within the signing limit; it ended %(at)s.")
            % {"at": due_words.moment(case.return_until, now)}
        )
    if name == "request_extension" and case.category:
        limit, calendar = deadlines.Limit.parse(case.category.limit), office.calendar(case.district_id)
        if not deadlines.is_left(now, case.handle_due_at, EXTENSION_NOTICE_HOURS, limit, calendar):
            return Denied(gettext("An extension is asked for at least four working hours before the due time."))
    return ALLOWED


def _special(name: str, action: workflow.Action, case: Case, by: By, here: frozenset[Actor]) -> Verdict:
    """Return the refusals that come from the case itself."""
    if name == "feed_back" and case.owing:
        said = ngettext(
            "%(count)s co-handling order is still open; it has to be done or waived first.",
            "%(count)s co-handling orders are still open; each has to be done or waived first.",
            len(case.owing),
        )
        return Denied(said % {"count": len(case.owing)})
    if action.asks and case.asked:
        return Denied(gettext("Something waits for approval already: %(what)s.") % {"what": case.get_asked_display()})
    if action.asks == Asked.EXTENSION and case.extension_count >= MOST_EXTENSIONS:
        return Denied(gettext("Extended twice already; put it on hold or propose it to the joint meeting."))
    if action.asks in (Asked.EXTENSION, Asked.SUSPENSION) and case.resolution_due_at:
        return Denied(gettext("The joint meeting set the date; only a meeting moves it."))
    if (action.asks or action.grants) in DROPS and case.merged_numbers:
        return Denied(
            gettext("Merged into this case and dropped with it: %(numbers)s. Undo the merging there first.")
            % {"numbers": _some(case.merged_numbers)}
        )
    if action.grants or action.refuses:
        return _second_person(action.grants or action.refuses, case, by, here)
    if name == "ask_for_details" and case.details_asked_at:
        return Denied(gettext("Details were asked for once already."))
    if name == "withdraw":
        return _may_withdraw(case)
    if name == "object" and PRAISE in case.tags:
        return Denied(gettext("Thanks were passed on; there is nothing to do again."))
    if name in ("reopen", "object") and case.reopen_count >= MOST_REOPENINGS:
        return Denied(gettext("Reopened twice already; the joint meeting decides now."))
    if name == "propose_to_meeting" and case.in_meeting and not (by.user and _lacks_words(case)):
        return Denied(gettext("Already before a joint meeting."))
    if name == "respond" and case.responded_at:
        return Denied(gettext("Already done."))
    return ALLOWED


def _may_withdraw(case: Case) -> Verdict:
    """Refuse to drop for one person what others need done: a danger, a group's matter, what a meeting decides."""
    if case.urgency == Urgency.CRITICAL:
        return Denied(gettext("It may be dangerous for others, so it is seen to in any case."))
    if case.households > 1:
        return Denied(gettext("It was reported for several households, so one of them cannot withdraw it."))
    if case.in_meeting or case.resolution_due_at:
        return Denied(gettext("The joint meeting deals with it, so it goes on."))
    if case.merged.exists():
        return Denied(gettext("Others have reported the same, so it goes on for them."))
    return ALLOWED


def _lacks_words(case: Case) -> bool:
    """Tell whether the proposal that waits is the system's own, to which a person may still give words. One query."""
    return case.agenda_items.filter(state="proposed", proposed_by=None).exists()


def _second_person(asked: str, case: Case, by: By, here: frozenset[Actor]) -> Verdict:
    """Whoever asked never decides; what goes to the district is not for the street."""
    if case.asked != asked:
        return Denied(gettext("Nobody has asked for this."))
    if by.user is not None and by.user.pk == case.asked_by_id:
        return Denied(gettext("You asked for it; somebody else decides."))
    if case.asked_of == Actor.DISTRICT and Actor.DISTRICT not in here and asked == Asked.EXTENSION:
        return Denied(gettext("A second or long extension is for the district."))
    return ALLOWED


def _some(numbers: list[str]) -> str:
    return "、".join(numbers[:MOST_NAMED]) + ("…" if len(numbers) > MOST_NAMED else "")


def _who(action: workflow.Action) -> str:
    words = [str(WHO[actor]) for actor in WHO if actor in action.by and actor != Actor.SYSTEM]
    return (words or [str(WHO[Actor.SYSTEM])])[0]


def offers(case: Case, by: By, now) -> list[Offer]:
    """Return every action a member of staff could think of on this case, possible or not, in the table's order.

    Answers to a request are shown only while it waits.
    """
    shown = []
    for name, action in workflow.ACTIONS.items():
        if name in REPORTERS or name in ("report", "praise", "escalate", "resolve_at_meeting"):
            continue
        answers = action.grants or action.refuses
        if (answers and answers != case.asked) or (name in RARE and case.state not in action.sources):
            continue
        if name in ABOUT_ORDERS and not case.owing:
            continue
        label, effect = gettext(action.label), gettext(action.effect) if action.effect else ""
        shown.append(Offer(name, label, action.group.value, effect, may(name, case, by) and in_time(name, case, now)))
    return shown


def may_waive(order, case: Case, by: By) -> Verdict:
    """Say whether somebody may waive a co-handling order: who asked, the lead unit for its own ones, or who is above.

    The order comes with the grid of the post that asked; an order nobody's post asked is for the district.
    """
    asked_from = order.asked_from
    for post in by.posts:
        found = _through(post, case)
        if asked_from is not None and post.pk == asked_from.pk:
            return ALLOWED
        if order.is_leads_own and Actor.OWNER in found:
            return ALLOWED
        if found & ABOVE and post.grid.level <= (asked_from.grid.level if asked_from else 0):
            return ALLOWED
    return Denied(gettext("Only who asked for it, or somebody above, may waive it."))


def may_reveal(case: Case, by: By) -> Verdict:
    """Say whether somebody may see the reporter's full name and number: to call, and not as the unit hidden from."""
    if case.reporter_id is None:
        return Denied(gettext("The reporter left no name and no number."))
    if case.reporter.erased_at:
        return Denied(gettext("Name and number have been erased."))
    here = relations(case, by)
    if not here & REVEALS:
        return Denied(gettext("Only who works on this case may see the number."))
    if is_hidden_from(case, by) or not here & _reveals(case):
        return Denied(gettext("The reporter does not want the unit to know who reported."))
    return ALLOWED


def is_hidden_from(case: Case, by: By) -> bool:
    """Tell whether the reporter hides from somebody: whoever handles the case, helps with it, or sits in a department.

    Whatever else they hold, and as whichever of their posts they work: the desk that handles a case itself is the unit
    complained about (DOMAIN §4.1).
    """
    if not case.hides_reporter:
        return False
    handling = {case.owner_id, *case.helpers}
    return any(post.pk in handling for post in by.every_post) or all(post.role in UNIT_ROLES for post in by.posts)


def revealing_post(case: Case, by: By):
    """Return the post through which somebody may see who reported, for the record; None without one."""
    return _post_as(case, _reveals(case), by)


def _reveals(case: Case) -> frozenset[Actor]:
    return CALL_BACK if case.hides_reporter else REVEALS


def to_decide(scope: Scope) -> Q:
    """Return what cases have in common whose request somebody decides, never one's own."""
    roles = {post.role for post in scope.posts}
    found = Q(pk__in=[])
    if roles & {Role.DISTRICT_DESK, Role.DISTRICT_OFFICIAL}:
        found |= ~Q(asked="")
    if Role.STREET_LEADER in roles:
        found |= Q(asked=Asked.EXTENSION, asked_of=Actor.STREET)
    if Role.STREET_DESK in roles:
        found |= Q(asked=Asked.DECLINE)
    if Role.SUPERVISOR in roles:
        found |= Q(asked=Asked.SUSPENSION)
    return found & ~Q(asked="") & ~Q(asked_by=scope.user and scope.user.pk)


def post_for(case: Case, name: str, by: By):
    """Return the post through which somebody does an action, for the record; None without one."""
    return _post_as(case, workflow.ACTIONS[name].by, by)


def _post_as(case: Case, wanted: frozenset[Actor], by: By):
    return next((post for post in by.posts if _through(post, case) & wanted), by.posts[0] if by.posts else None)
