"""What shows that a form comes from somebody who took the trouble: work of their browser, or the answer to a question.

Both belong to one form key and are good for nothing else. A report's key makes one case at most, held by the database,
so no proof can be used for a second one. A door without such a rule notes what was used with `spend`.
"""

import base64
import json
import secrets
from datetime import datetime, timedelta

import altcha
from django.conf import settings
from django.utils.crypto import salted_hmac

from residents import counting

ALGORITHM = "PBKDF2/SHA-256"
ITERATIONS = 1000  # of one try: about half a millisecond here, some milliseconds on an old phone
LASTS = timedelta(days=1)
HARDER = 8  # times the usual work, where very many reports arrive
LONGEST = 4000  # signs; real ones have about 800
ONCE = counting.Limit("proof", most=1, window=LASTS)


def challenge(key: str, *, now: datetime, times: int = 1) -> dict:
    """Return a signed challenge for one form, good for a day; static/js/proof.js solves it."""
    made = altcha.create_challenge(
        ALGORITHM,
        ITERATIONS,
        counter=secrets.randbelow(settings.PROOF_TRIES * times),
        expires_at=now + LASTS,
        data={"key": key, "times": times},
        hmac_secret=_secret(),
    )
    return made.to_dict()


def solve(made: dict) -> str:
    """Return the solution of a challenge, as a browser would send it."""
    challenge = altcha.Challenge.from_dict(made)
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def worth(solution: str, key: str) -> int:
    """Return how many times the usual work was done for this form; 0 for a wrong, old or foreign solution."""
    data = _checked(solution)
    return data["times"] if data.get("key") == key else 0


def spend(key: str, *, now: datetime) -> bool:
    """Note the key of a form as used, for all processes; False where it was used within a day."""
    return counting.take(ONCE, key, now=now)


def question(key: str) -> tuple[int, int]:
    """Return the two numbers to add up, for a browser that cannot work in the background."""
    digest = salted_hmac("residents.proof.question", key, algorithm="sha256").digest()
    return 2 + digest[0] % 8, 2 + digest[1] % 8


def is_answer(text: str, key: str) -> bool:
    """Tell whether a text is the sum asked for, in digits of any width."""
    typed = text.strip()
    return len(typed) <= 3 and typed.isdecimal() and int(typed) == sum(question(key))


def _checked(solution: str) -> dict:
    """Return what the challenge was signed with, if it was solved; else nothing."""
    if not 0 < len(solution) <= LONGEST or not altcha.verify_solution(solution, _secret()).verified:
        return {}
    return json.loads(base64.b64decode(solution))["challenge"]["parameters"]["data"]


def _secret() -> bytes:
    return salted_hmac("residents.proof", "challenge", algorithm="sha256").digest()
