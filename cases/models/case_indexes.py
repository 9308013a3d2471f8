"""What the cases are found by: each index names the question it answers."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from cases import workflow

OPEN_STATES = sorted(workflow.OPEN)
NEIGHBOURLY = Q(may_be_public=True, state__in=OPEN_STATES, lat__isnull=False)

# What the counts of the desk's queues ask of each open case (cases.desk.tally): they are read from the index alone.
COUNTED = ("state", "waiting_on", "owner", "owing", "asked", "asked_of", "asked_by", "warn_at", "comes_back_at")

# What most filters of the desk ask, and nearly every case has.
CHOSEN = ("category", "lead_department", "urgency", "source", "state")

INDEXES = [
    # desk: what lies on my posts, next due first
    models.Index(fields=["waiting_on", "due_at"], name="case_desk", condition=Q(state__in=OPEN_STATES)),
    # desk: everything my posts answer for
    models.Index(fields=["owner", "due_at"], name="case_owned", condition=Q(state__in=OPEN_STATES)),
    # desk and dashboard: open cases of a territory, next due first
    *[
        models.Index(
            fields=[place, "due_at"], name=f"case_{place}_open", include=COUNTED, condition=Q(state__in=OPEN_STATES)
        )
        for place in ("district", "street", "community", "grid")
    ],
    # dashboard: a territory's cases of a period
    # desk: those that two broad filters leave of a large territory are chosen in the index
    *[
        models.Index(fields=[place, "reported_at", *CHOSEN], name=f"case_{place}_reported")
        for place in ("district", "street")
    ],
    models.Index(fields=["community", "reported_at"], name="case_community_reported"),
    # desk, every case and not only the open ones: those of a grid, and those a post answered for
    models.Index(fields=["grid", "reported_at"], name="case_grid_reported"),
    models.Index(fields=["owner", "reported_at"], name="case_owner_reported"),
    # logging on the spot: the place and the kinds somebody logged last
    models.Index(fields=["logged_by", "-reported_at"], name="case_logged"),
    # dashboard: what fell due in a period (the denominator rule of DOMAIN §3.9)
    models.Index(fields=["district", "handle_due_at"], name="case_district_due"),
    # figures: what was closed in a period, and in any territory lately enough to be rated
    models.Index(
        fields=["closed_at", "district", "street", "community", "grid"],
        name="case_closed",
        condition=Q(closed_at__isnull=False),
    ),
    # figures: what a meeting gave a date in a period
    models.Index(
        fields=["resolution_due_at"], name="case_resolution_due", condition=Q(resolution_due_at__isnull=False)
    ),
    # desk of a department: its open cases
    models.Index(
        fields=["lead_department", "district", "due_at"],
        name="case_department_open",
        condition=Q(state__in=OPEN_STATES),
    ),
    # escalation sweep: the next rungs to climb
    models.Index(fields=["escalate_at"], name="case_escalate", condition=Q(escalate_at__isnull=False)),
    # sweep: what comes back by itself
    models.Index(fields=["comes_back_at"], name="case_comes_back", condition=Q(comes_back_at__isnull=False)),
    # desk: what waits for an approval in a district
    models.Index(fields=["district", "due_at"], name="case_asked", condition=~Q(asked="")),
    # desk, last changed first: a territory's cases
    models.Index(fields=["district", "changed_at"], name="case_district_changed"),
    models.Index(fields=["street", "changed_at"], name="case_street_changed"),
    # desk: the few cases that came back, were urged, are before a meeting or watched from above
    models.Index(fields=["district", "reported_at"], name="case_urged", condition=Q(urge_count__gt=0)),
    models.Index(fields=["district", "reported_at"], name="case_reworked", condition=Q(rework_count__gt=0)),
    models.Index(fields=["district", "reported_at"], name="case_reopened", condition=Q(reopen_count__gt=0)),
    models.Index(fields=["district", "reported_at"], name="case_before_meeting", condition=Q(in_meeting=True)),
    models.Index(fields=["watch_level", "district"], name="case_watched", condition=Q(watch_level__lt=3)),
    # desk: what bears a tag
    GinIndex(fields=["tags"], name="case_tags"),
    # desk: what my posts were asked to co-handle, and what of it is still open
    GinIndex(fields=["helpers"], name="case_helpers", condition=~Q(helpers=[])),
    GinIndex(fields=["owing"], name="case_owing", condition=~Q(owing=[])),
    # public home: what was solved lately
    models.Index(fields=["-closed_at"], name="case_public", condition=Q(may_be_public=True)),
    # report form: what neighbours reported around a point
    models.Index(fields=["lat", "lng"], name="case_near", condition=NEIGHBOURLY),
]
