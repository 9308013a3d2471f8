"""The desk's words: each event of the timeline, each reason of a routing decision."""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy as _

DECISION, TALK, CLOCK = "decide", "talk", "clock"
FILTERS = ((DECISION, _("Decisions")), (TALK, _("Talk")), (CLOCK, _("Clocks")))


@dataclass(frozen=True)
class Wording:
    """How an event reads in the timeline."""

    title: str
    icon: str
    family: str = DECISION


EVENTS = {
    "case.reported": Wording(_("Reported"), "device-mobile"),
    "case.logged": Wording(_("Logged by staff"), "edit"),
    "case.closed_on_the_spot": Wording(_("Solved on the spot"), "circle-check"),
    "case.accepted": Wording(_("Accepted"), "circle-check"),
    "case.details_asked": Wording(_("Details asked for"), "message-question"),
    "case.details_supplied": Wording(_("Details supplied"), "message-check"),
    "case.not_accepted": Wording(_("Not accepted"), "circle-x"),
    "case.merged": Wording(_("Merged"), "git-merge"),
    "case.assigned": Wording(_("Assigned"), "route"),
    "case.reassigned": Wording(_("Reassigned"), "route"),
    "case.signed_for": Wording(_("Signed for"), "writing-sign"),
    "case.responded": Wording(_("Reporter contacted or site reached"), "map-pin-check", CLOCK),
    "case.tagged": Wording(_("Tags changed"), "sticker", TALK),
    "case.noted": Wording(_("Internal note"), "pencil", TALK),
    "case.replied": Wording(_("Reply to the reporter"), "message", TALK),
    "case.contact_revealed": Wording(_("Looked up who reported"), "phone", TALK),
    "case.data_copied": Wording(_("The reporter took a copy of their data"), "download", TALK),
    "case.contact_corrected": Wording(_("The reporter corrected name or number"), "edit", TALK),
    "case.erasure_asked": Wording(_("The reporter asked to have the contact erased"), "trash", TALK),
    "case.contact_erased": Wording(_("The reporter's contact was erased"), "trash", TALK),
    "case.co_signer_erased": Wording(_("The reporter took a co-signer's contact out"), "trash", TALK),
    "case.pseudonymised": Wording(_("Pseudonymised: nobody can tell any more who reported"), "lock", CLOCK),
    "case.return_requested": Wording(_("Return asked for"), "arrow-back-up"),
    "case.return_approved": Wording(_("Return approved"), "arrow-back-up"),
    "case.return_refused": Wording(_("Return refused"), "arrow-back-up"),
    "case.extension_requested": Wording(_("Extension asked for"), "calendar-plus"),
    "case.extended": Wording(_("Extended"), "calendar-plus", CLOCK),
    "case.extension_refused": Wording(_("Extension refused"), "calendar-plus"),
    "case.suspension_requested": Wording(_("Hold asked for"), "clock-pause"),
    "case.suspension_refused": Wording(_("Hold refused"), "clock-pause"),
    "case.decline_requested": Wording(_("Not accepting proposed"), "circle-x"),
    "case.decline_refused": Wording(_("To be accepted all the same"), "circle-check"),
    "case.void_requested": Wording(_("Voiding asked for"), "circle-x"),
    "case.void_refused": Wording(_("Voiding refused"), "circle-check"),
    "case.unmerged": Wording(_("Merging undone"), "git-merge"),
    "case.others_merged": Wording(_("Another case was merged into this one"), "git-merge"),
    "case.others_unmerged": Wording(_("A merged case was taken out again"), "git-merge"),
    "case.main_closed": Wording(_("The main case is closed"), "circle-check"),
    "case.call_attempted": Wording(_("Not reached by telephone"), "phone", TALK),
    "case.handed_over": Wording(_("The post was handed over"), "users"),
    "case.recounted": Wording(_("Due times counted anew after a change of the calendar"), "calendar-due", CLOCK),
    "case.not_routed": Wording(_("No route found"), "route"),
    "case.suspended": Wording(_("Put on hold"), "clock-pause", CLOCK),
    "case.resumed": Wording(_("Resumed"), "player-play", CLOCK),
    "case.fed_back": Wording(_("Fed back"), "message-check"),
    "case.verified": Wording(_("Verified"), "zoom-check"),
    "case.rework_ordered": Wording(_("Sent back for rework"), "rotate"),
    "case.closed": Wording(_("Called back and closed"), "phone-call"),
    "case.evaluated": Wording(_("Rated by the reporter"), "message-heart", TALK),
    "case.reopened": Wording(_("Reopened"), "rotate-clockwise"),
    "case.voided": Wording(_("Voided"), "circle-x"),
    "case.urged": Wording(_("Urged"), "speakerphone", TALK),
    "case.remarked": Wording(_("The reporter added something"), "message", TALK),
    "case.withdrawn": Wording(_("Withdrawn by the reporter"), "circle-x"),
    "case.praised": Wording(_("Praised"), "mood-smile", TALK),
    "case.joined": Wording(_("Another household joined"), "users", TALK),
    "case.proposed_to_meeting": Wording(_("Proposed to the joint meeting"), "users-group"),
    "case.taken_off_agenda": Wording(_("Taken off the agenda of a joint meeting"), "users-group"),
    "case.heard_with_another": Wording(_("Heard together with another item"), "git-merge"),
    "case.sent_back_from_meeting": Wording(_("Sent back by the office of the meeting"), "arrow-back-up"),
    "case.visited_for_meeting": Wording(_("Joint site visit before the meeting"), "map-pin-check", TALK),
    "case.decided_in_session": Wording(_("Decided in the meeting, minutes to be signed"), "gavel"),
    "case.decision_taken_back": Wording(_("Decision taken back before signing"), "arrow-back-up"),
    "case.resolved_at_meeting": Wording(_("Decided at the joint meeting"), "gavel"),
    "case.cohandling_asked": Wording(_("Asked to co-handle"), "hierarchy-3"),
    "case.cohandling_signed": Wording(_("Co-handling order signed for"), "writing-sign"),
    "case.cohandling_done": Wording(_("Co-handling order done"), "message-check"),
    "case.cohandling_waived": Wording(_("Co-handling order waived"), "circle-x"),
    "case.cohandling_lapsed": Wording(_("Co-handling order lapsed"), "circle-x"),
    "case.cohandling_due": Wording(_("Co-handling order nearly due"), "clock-exclamation", CLOCK),
    "case.put_on_agenda": Wording(_("Put on the agenda"), "users-group"),
    "case.deferred_at_meeting": Wording(_("Deferred by the meeting"), "clock-pause"),
    "case.passed_up": Wording(_("Passed up to the next meeting"), "arrow-up-right"),
    "case.notice_issued": Wording(_("Supervision notice issued"), "flag-3"),
    "case.notice_answered": Wording(_("Supervision notice answered"), "message-check", TALK),
    "case.notice_counted": Wording(_("Counting in the assessment decided"), "flag-3"),
    "case.notice_struck_off": Wording(_("Supervision notice struck off"), "circle-check"),
    "case.whistled": Wording(_("Departments called to come"), "speakerphone"),
    "case.reported_in": Wording(_("Reported in"), "map-pin-check"),
    "case.escalation_failed": Wording(_("Escalation failed"), "alert-triangle", CLOCK),
    "case.closing_failed": Wording(_("Closing without contact failed"), "alert-triangle", CLOCK),
    "case.coming_back_failed": Wording(_("Going on after the pause failed"), "alert-triangle", CLOCK),
    "case.escalated": Wording(_("Escalated"), "clock-exclamation", CLOCK),
}
RUNGS = {
    1: _("Most of the limit is used: early warning"),
    2: _("The limit has passed: reminder sent"),
    3: _("Yellow card"),
    4: _("Red card"),
    5: _("The meeting's date has passed"),
}


def event(kind: str) -> Wording:
    """Return how an event reads; an unknown kind shows its bare name rather than hide."""
    return EVENTS.get(kind) or Wording(kind, "info-circle", TALK)


def reason(code: str, facts: dict[str, str]) -> str:
    """Return one reason of a routing decision as a sentence. Facts: category, department, place, post."""
    return str(REASONS[code]) % facts if code in REASONS else code


REASONS = {
    "category_rule": _("By the responsibility list, %(department)s leads on “%(category)s”."),
    "grid_cadre": _("%(place)s has a sunk-down cadre of that department: %(post)s."),
    "parent_cadre": _("The grid itself has none, so it goes up to the nearest cadre: %(place)s, %(post)s."),
    "district_window": _("No cadre has come down along the way, so the district window takes it: %(post)s."),
    "no_cadre": _("%(department)s has nobody posted here."),
    "backstop_desk": _("The territory answers where no department does: %(post)s of %(place)s."),
    "no_rule": _("The responsibility list has no line for “%(category)s”."),
    "no_category": _("The category is not known yet."),
    "no_grid": _("The place lies in no known grid."),
    "nobody": _("No desk is staffed here."),
    "by_hand": _("Handed over by a person: %(post)s."),
    "meeting": _("The joint meeting named %(post)s as lead."),
}
TRIAGE = {
    "no_category": _("The category is not known yet."),
    "no_grid": _("The place lies in no known grid."),
    "outside": _("The place lies outside Zhengzhou."),
    "no_rule": _("The responsibility list has no line for this category."),
    "nobody": _("No desk is staffed here."),
}


def triage(code: str) -> str:
    """Return why a case waits at the desk, in words; an unknown code as it is."""
    return str(TRIAGE.get(code, code))


def rung(number: int) -> str:
    return gettext(RUNGS[number]) if number in RUNGS else ""
