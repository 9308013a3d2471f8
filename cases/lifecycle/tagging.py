"""Tag a matter (标签), so that what belongs together is found together."""

from django.utils.translation import gettext

from cases import tags as vocabulary
from cases.lifecycle.change import changing
from cases.lifecycle.errors import Incomplete
from cases.models import Case


def set_tags(case: Case, *, tags, by, now, version=None) -> Case:
    """Give a case exactly these tags. Raises Incomplete for a word outside the vocabulary, or when nothing changes."""
    try:
        wanted = vocabulary.ordered(set(tags) - {vocabulary.PRAISE})
    except ValueError as error:
        raise Incomplete({"tags": gettext("There is no such tag.")}) from error
    with changing(case, by=by, now=now, version=version) as change:
        had = change.case.tags
        wanted += [tag for tag in had if tag == vocabulary.PRAISE]
        if wanted == had:
            raise Incomplete({"tags": gettext("The case has these tags already.")})
        data = {
            "added": [tag for tag in wanted if tag not in had],
            "removed": [tag for tag in had if tag not in wanted],
        }
        change.do("set_tags", data=data, tags=wanted)
    return change.case
