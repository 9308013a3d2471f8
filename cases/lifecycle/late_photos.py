"""Photos that came only when a form was sent again: they were added after its first sending, whose answer got lost."""

from django.utils.translation import gettext

from cases import photos
from cases.lifecycle.change import changing
from cases.lifecycle.errors import NotPermitted, NotPossible
from cases.models import Case


def keep(case: Case, checked, *, moment: str, by, now) -> bool:
    """Keep the photos the case lacks, as a reporter's remark or a note of the staff; tell whether it has all now."""
    if not missing(case, checked):
        return True
    try:
        with changing(case, by=by, now=now) as change:
            late = missing(change.case, checked)
            room = photos.MOST_PHOTOS - change.case.photos.filter(moment=moment).count()
            if late[:room] and by.user:
                change.do("note_progress", note=gettext("The form was sent again with more photos."))
            elif late[:room]:
                change.do("add_remark", is_public=True)
            for photo in late[:room]:
                photos.keep(change.case, photo, moment=moment, now=now, by=by.user)
    except (NotPossible, NotPermitted):
        return False
    return len(late) <= room


def missing(case: Case, checked) -> list:
    """Return those of checked photos that a case does not have yet."""
    known = set(case.photos.values_list("sha256", flat=True)) if checked else set()
    return [photo for photo in checked if photo.sha256 not in known]
