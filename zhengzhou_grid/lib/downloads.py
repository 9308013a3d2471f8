"""Files to take along, under names that may be Chinese."""

from urllib.parse import quote

from django.http import HttpResponse

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "ics": "text/calendar; charset=utf-8",
}


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file to keep; `kind` is its ending, one of TYPES."""
    answer = HttpResponse(content, content_type=TYPES[kind])
    answer["Content-Disposition"] = f"attachment; filename=\"{kind}.{kind}\"; filename*=UTF-8''{quote(name)}.{kind}"
    return answer
