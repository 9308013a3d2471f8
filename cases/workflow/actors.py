"""Who acts on a case, under which intention, what needs a second person, and what an action is."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop as _

from cases.workflow.states import Clock, State


class Actor(StrEnum):
    """Who acts, seen from the case. permissions.relations turns a person's posts into these."""

    REPORTER = "reporter"
    SYSTEM = "system"
    STAFF = "staff"  # anybody on a post, for what has no case yet
    ACCEPTOR = "acceptor"  # the intake desk of the street, else of the district
    DISPATCHER = "dispatcher"  # the same desks, handing over
    OWNER = "owner"  # the post that answers for the case
    HELPER = "helper"  # a post whose co-handling order on the case is open
    UNIT = "unit"  # another post of the lead department in the territory
    VERIFIER = "verifier"  # the grid leader, else the leader above; never who handled it
    LEADER = "leader"  # a leader of the territory: community secretary, street leader
    STREET = "street"  # the street leader, who approves first and short extensions
    DISTRICT = "district"  # the district's desk or official
    SUPERVISOR = "supervisor"  # the district's supervision office


class Group(StrEnum):
    """Intentions under which the case page groups actions: 办 · 转 · 停 · 结."""

    DO = "do"
    HAND_ON = "hand_on"
    PAUSE = "pause"
    FINISH = "finish"


class Asked(StrEnum):
    """What needs a second person: one asks, another decides."""

    EXTENSION = "extension"
    SUSPENSION = "suspension"
    DECLINE = "decline"
    VOID = "void"


ASKED_LABELS = {
    Asked.EXTENSION: _("Extension"),
    Asked.SUSPENSION: _("Hold"),
    Asked.DECLINE: _("Not accepting"),
    Asked.VOID: _("Voiding"),
}


@dataclass(frozen=True)
class Action:
    """One edge of the machine, or a deed that leaves the state (target None)."""

    label: str
    sources: frozenset[State]
    target: State | None
    by: frozenset[Actor]
    needs: tuple[str, ...] = ()
    event: str = ""
    group: Group = Group.DO
    effect: str = ""
    starts: tuple[Clock, ...] = ()
    stops: tuple[Clock, ...] = ()
    pauses: bool = False
    resumes: bool = False
    asks: Asked | None = None
    grants: Asked | None = None
    refuses: Asked | None = None
