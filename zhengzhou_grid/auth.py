"""Who may log in: staff, and the accounts of the demo only where the demo runs."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend


class StaffBackend(ModelBackend):
    """Names and passwords of staff. A demo account left in a real system opens nothing, not even a session it has."""

    def user_can_authenticate(self, user) -> bool:
        """Refuse closed accounts, and demo accounts unless this is the demo. Asked at login and on every page."""
        return super().user_can_authenticate(user) and (settings.DEMO or not user.is_demo)
