"""Write down each export before its first row leaves: who took how many cases, and what they asked for."""

from cases.models import ExportRecord


def record(kind: str, *, query: str, rows: int, by, now) -> ExportRecord:
    """Append the record of one export."""
    posts = sorted(by.post_ids)
    return ExportRecord.objects.create(by=by.user, post_ids=posts, at=now, kind=kind, query=query, rows=rows)
