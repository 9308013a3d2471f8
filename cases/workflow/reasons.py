"""The coded reasons people choose from when they return, hold, extend, decline, void or propose, and the results."""

from django.utils.translation import gettext_noop as _

RETURN_REASONS = {
    "wrong_unit": _("Not this unit's duty"),
    "wrong_place": _("Not in this territory"),
    "duplicate": _("Duplicate"),
    "untrue": _("Information not true"),
    "several_departments": _("Needs several departments"),
}
SUSPENSION_REASONS = {
    "engineering": _("Engineering work"),
    "season": _("Season"),
    "policy": _("Policy not settled"),
    "litigation": _("In litigation"),
    "funds": _("Funds not secured"),
}
EXTENSION_REASONS = {
    "more_work": _("More work than was visible"),
    "material": _("Material or contractor not here yet"),
    "weather": _("Weather"),
    "other_units": _("Waits for other units"),
    "reporter": _("Agreed with the reporter"),
}
DECLINE_REASONS = {
    "litigation": _("Before a court, arbitration or reconsideration"),
    "petition": _("Already handled as a petition"),
    "discipline": _("For discipline inspection"),
    "disclosure": _("A request for government information"),
    "emergency": _("For 110, 119, 120 or 122"),
    "not_public": _("No public matter"),
}
VOID_REASONS = {"test": _("Test"), "duplicate": _("Duplicate"), "malicious": _("Malicious report")}
MEETING_REASONS = {
    "beyond_street": _("The street cannot solve it"),
    "several_departments": _("Several departments' duties overlap"),
    "joint_enforcement": _("Joint enforcement"),
    "unclear_ownership": _("Ownership unclear"),
    "return_refused_twice": _("Return refused twice"),
    "repeated": _("Reported three times or more"),
    "legacy": _("Legacy problem"),
    "group": _("Five households or more"),
    "overdue": _("Red card for lateness"),
    "missed": _("A meeting's date was missed"),
}
RESULTS = {
    "solved": _("Solved"),
    "explained": _("Explained"),
    "not_ours": _("Not our duty"),
    "impossible": _("Cannot be done"),
    "withdrawn": _("Withdrawn by the reporter"),
}
