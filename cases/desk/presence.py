"""Who else has a case open just now: a word of courtesy between colleagues, forgotten within a minute and a half.

It lives in the cache alone, without history; without the cache nobody is seen.
"""

from datetime import datetime, timedelta

from django.core.cache import cache

from cases.models import Case
from grids.models import User

BEAT = 30  # seconds between two signs of life of an open page
STAYS = timedelta(seconds=BEAT * 2 + 15)  # one beat may be lost


def others(case: Case, user: User, now: datetime) -> list[str]:
    """Note that a person has a case open, and return the names of the others who have.

    Two people at the very same moment may miss each other until the next beat.
    """
    key = f"open-case:{case.pk}"
    here = {who: (name, until) for who, (name, until) in cache.get(key, {}).items() if until > now}
    here[user.pk] = (str(user), now + STAYS)
    cache.set(key, here, timeout=int(STAYS.total_seconds()))
    return sorted(name for who, (name, _until) in here.items() if who != user.pk)
