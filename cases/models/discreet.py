"""What the database itself holds about the privacy of reporters: rules and indexes of the table of cases."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from cases import workflow

FINISHED_STATES = sorted(workflow.FINISHED)
FINISHED_AT = Coalesce("closed_at", "changed_at")  # what was never closed was last changed when it ended

ONLY_FINISHED_CASES = models.CheckConstraint(
    condition=Q(pseudonymised_at__isnull=True) | Q(state__in=FINISHED_STATES),
    name="only_finished_cases_are_pseudonymised",
)
# nightly: what has been finished for so long that nobody needs to know who reported it, and whose reporter asked
DUE_INDEXES = [
    models.Index(
        FINISHED_AT,
        name="case_to_pseudonymise",
        condition=Q(state__in=FINISHED_STATES, pseudonymised_at__isnull=True),
    ),
    models.Index(
        fields=["erasure_asked_at"],
        name="case_erasure_asked",
        condition=Q(erasure_asked_at__isnull=False, pseudonymised_at__isnull=True),
    ),
]
# of two rules that keep sensitive cases from the public the second: CaseQuerySet.public is the first
NEVER_PUBLIC = pgtrigger.Trigger(
    name="sensitive_is_never_public",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("may_be_public", "category_id"),
    when=pgtrigger.Before,
    condition=pgtrigger.Q(new__may_be_public=True),
    func="""
        NEW.may_be_public := NOT coalesce(
            (SELECT is_sensitive FROM grids_category WHERE id = NEW.category_id), FALSE);
        RETURN NEW;
    """,
)
