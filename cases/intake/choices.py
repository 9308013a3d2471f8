"""What the reporter can do with a case now, and the plain words where it is not possible any more."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import cached_property
from django.utils.translation import gettext

from cases import permissions, photos
from cases.lifecycle.closing import RATING_PERIOD, URGE_PAUSE
from cases.models import Case, CaseEvent, Photo
from cases.tags import PRAISE
from cases.workflow import State
from zhengzhou_grid.lib.verdicts import Verdict

JUDGED_OR_CLOSED = (State.CLOSED, State.EVALUATED)


@dataclass(frozen=True)
class Choices:
    """Add, urge, withdraw, object: each with whether it can be done now."""

    case: Case
    now: datetime
    events: list[CaseEvent]
    photos: list[Photo]

    @property
    def may_add(self) -> Verdict:
        return permissions.may("add_remark", self.case, permissions.REPORTER)

    @property
    def photos_left(self) -> int:
        reported = sum(photo.moment == Photo.Moment.REPORTED for photo in self.photos)
        return max(0, photos.MOST_PHOTOS - reported)

    @cached_property
    def urged_at(self) -> datetime | None:
        """When the reporter urged last, if that was within a day."""
        own = [event.at for event in self.events if event.kind == "case.urged" and event.by_id is None]
        return own[-1] if own and own[-1] > self.now - URGE_PAUSE else None

    @property
    def urge_again_at(self) -> datetime:
        return self.urged_at + URGE_PAUSE

    @cached_property
    def may_withdraw(self) -> Verdict:
        return permissions.may("withdraw", self.case, permissions.REPORTER)

    @property
    def why_not_withdraw(self) -> str:
        """Why an open case cannot be withdrawn, in the reporter's words."""
        if self.case.state in (State.FEEDBACK, State.VERIFIED):
            return gettext("It is said to be done and is being checked, so it cannot be withdrawn any more.")
        return "" if self.may_withdraw else self.may_withdraw.reason

    @property
    def object_until(self) -> datetime | None:
        return self.case.closed_at + RATING_PERIOD if self.case.closed_at else None

    @property
    def may_object(self) -> bool:
        return self.case.state in JUDGED_OR_CLOSED and not self.is_praise and not self.why_not_object

    @property
    def is_praise(self) -> bool:
        return PRAISE in self.case.tags

    @property
    def why_not_object(self) -> str:
        """Why a closed case cannot be opened again, in the reporter's words."""
        if self.case.state not in JUDGED_OR_CLOSED or self.is_praise:
            return ""
        if self.case.reopen_count >= permissions.MOST_REOPENINGS:
            return gettext("It has been done again twice already. What now follows is for the joint meeting.")
        if self.now > self.object_until:
            return gettext("The 15 days for objecting are over.")
        return ""
