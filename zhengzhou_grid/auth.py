"""Who may log in: staff, and the accounts of the demo only where the demo runs."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from grids.models import User
from zhengzhou_grid.lib.prepared import kept


class StaffBackend(ModelBackend):
    """Names and passwords of staff. A demo account left in a real system opens nothing, not even a session it has."""

    def user_can_authenticate(self, user) -> bool:
        """Refuse closed accounts, and demo accounts unless this is the demo. Asked at login and on every page."""
        return super().user_can_authenticate(user) and (settings.DEMO or not user.is_demo)

    def get_user(self, user_id) -> User | None:
        """Return who a session belongs to; None where they may no longer log in."""
        user = next(iter(_with_key(int(user_id))), None)
        return user if user is not None and self.user_can_authenticate(user) else None


@kept
def _with_key(pk: int):
    return User.objects.filter(pk=pk)
