"""The nouns of casework. Other modules import from here only."""

from cases.models.agenda import AgendaItem, SiteVisit
from cases.models.approval import Approval
from cases.models.attachment import Photo
from cases.models.calendar import OfficeHours, WorkdayOverride
from cases.models.case import Case, Source
from cases.models.clock import StageClock
from cases.models.event import CaseEvent
from cases.models.export import ExportRecord
from cases.models.feedback import Rating
from cases.models.ledger import ClockEntry
from cases.models.meeting import Invitation, JointMeeting, MeetingRule
from cases.models.minutes import Minutes, Supplement
from cases.models.notice import Notice
from cases.models.resolution import Milestone, Resolution
from cases.models.routing import RoutingDecision
from cases.models.saved_filter import SavedFilter
from cases.models.serial import Serial
from cases.models.supervision import Escalation, SupervisionNotice

__all__ = [
    "AgendaItem",
    "Approval",
    "Case",
    "CaseEvent",
    "ClockEntry",
    "Escalation",
    "ExportRecord",
    "Invitation",
    "JointMeeting",
    "MeetingRule",
    "Milestone",
    "Minutes",
    "Notice",
    "OfficeHours",
    "Photo",
    "Rating",
    "Resolution",
    "RoutingDecision",
    "SavedFilter",
    "Serial",
    "SiteVisit",
    "Source",
    "StageClock",
    "SupervisionNotice",
    "Supplement",
    "WorkdayOverride",
]
