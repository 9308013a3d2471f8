"""What a browser adds to a public form: its work, honestly done, and when the page was opened."""

from datetime import timedelta

from django.core import signing
from django.utils import timezone

from cases.intake import guard
from residents import proof


def fields(form_key: str, *, times: int = 1, opened_ago: timedelta = timedelta(seconds=30)) -> dict[str, str]:
    """Return the proof for a form and the time its page was opened."""
    now = timezone.now()
    made = proof.challenge(form_key, now=now, times=times)
    return {"proof": proof.solve(made), "opened": opened(now - opened_ago)}


def opened(then) -> str:
    """Return what a page carries that was opened at that moment."""
    stamped = f"{guard.OPENED}:{signing.b62_encode(int(then.timestamp()))}"
    return super(signing.TimestampSigner, guard.signer).sign(stamped)
