"""Answers to "may they?": Allowed is true, Denied is false and says why in the reader's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allowed:
    """They may."""

    def __bool__(self):
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """They may not, for a reason that can be shown beside the button. Lazy translations are welcome."""

    reason: str

    def __post_init__(self):
        if not self.reason:
            raise ValueError("a refusal needs a reason")

    def __bool__(self):
        return False

    def __str__(self):
        return str(self.reason)


Verdict = Allowed | Denied
ALLOWED = Allowed()
