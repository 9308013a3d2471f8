"""The nouns of casework. Other modules import from here only."""

from cases.models.agenda import AgendaItem, SiteVisit
from cases.models.answers import Answers
from cases.models.approval import Approval
from cases.models.attachment import Photo
from cases.models.board_print import BoardPrint
from cases.models.calendar import OfficeHours, WorkdayOverride
from cases.models.case import BY_STAFF, NUMBERED, Case, Source
from cases.models.clock import StageClock
from cases.models.cohandling import CoHandlingOrder
from cases.models.event import COUNTED, CaseEvent
from cases.models.export import ExportRecord
from cases.models.feedback import Rating
from cases.models.follow import Follow
from cases.models.handover import Handover, HandoverItem
from cases.models.ladder import LadderRung
from cases.models.ledger import ClockEntry
from cases.models.list_layout import ListLayout
from cases.models.meeting import Invitation, JointMeeting, MeetingRule
from cases.models.minutes import Minutes, Supplement
from cases.models.notice import Notice
from cases.models.resolution import Milestone, Resolution
from cases.models.routing import RoutingDecision
from cases.models.saved_filter import SavedFilter
from cases.models.serial import CaseDay, Serial
from cases.models.sheet import MatterSheet, SheetRow
from cases.models.square import Activity, News, VolunteerTeam
from cases.models.standard_reply import StandardReply
from cases.models.sums import CategorySum, CountedPeriod, StepSum, UnitSum
from cases.models.supervision import Escalation, MeetingGround, SupervisionNotice
from cases.models.together import CoSigner, Joined
from cases.models.whistle import Whistle, WhistleCall

__all__ = [
    "BY_STAFF",
    "COUNTED",
    "NUMBERED",
    "Activity",
    "AgendaItem",
    "Answers",
    "Approval",
    "BoardPrint",
    "Case",
    "CaseDay",
    "CaseEvent",
    "CategorySum",
    "ClockEntry",
    "CoHandlingOrder",
    "CoSigner",
    "CountedPeriod",
    "Escalation",
    "ExportRecord",
    "Follow",
    "Handover",
    "HandoverItem",
    "Invitation",
    "Joined",
    "JointMeeting",
    "LadderRung",
    "ListLayout",
    "MatterSheet",
    "MeetingGround",
    "MeetingRule",
    "Milestone",
    "Minutes",
    "News",
    "Notice",
    "OfficeHours",
    "Photo",
    "Rating",
    "Resolution",
    "RoutingDecision",
    "SavedFilter",
    "Serial",
    "SheetRow",
    "SiteVisit",
    "Source",
    "StageClock",
    "StandardReply",
    "StepSum",
    "SupervisionNotice",
    "Supplement",
    "UnitSum",
    "VolunteerTeam",
    "Whistle",
    "WhistleCall",
    "WorkdayOverride",
]
