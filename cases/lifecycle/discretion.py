"""What of somebody's words is kept, decided before they are stored: what is not there cannot leak.

ID and bank card numbers are never needed and never kept. A title goes into lists, notices and papers, so no number
stands in it, nor the names of those who report. Where they hide from the unit, no word on the case names them: their
names and numbers are masked in every text, and the exact address lies sealed beside the reporter's name, to be looked
up with a reason (DOMAIN §4.1).
"""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from cases import public_words
from cases.models import Case
from residents import privacy
from residents.detecting import NUMBERS_NOT_NEEDED

LONGEST_ADDRESS, TITLE_LENGTH = 200, 80
Person = tuple[str, str]  # name and telephone
WORDS_IN_FACTS = ("remark", "present")  # of an event's data: all else is a code, a number or a moment


def words(text: str, people: Iterable[Person] = (), *, home: str = "") -> str:
    """Return a text as it is kept; names and telephones of some people, and a flat, are masked wherever they stand."""
    kept = privacy.mask_text(text, kinds=NUMBERS_NOT_NEEDED)
    for name, phone in people:
        kept = privacy.without_person(kept, name=name, phone=phone)
    return privacy.without_home(kept, address=home) if home else kept


def about(case: Case, text: str, column=None) -> str:
    """Return a text about a case as it is kept with it, cut to the length of a `column` such as Whistle.place.

    A form cannot see to that: the mask of a short name is longer than the name.
    """
    if not (text and case.hides_reporter):
        return _fitting(words(text), column)
    home = case.reporter.address if case.reporter is not None else ""
    return _fitting(words(text, people(case), home=home), column)


def facts(case: Case, data: dict) -> dict:
    """Return the data of an event as it is kept with it."""
    return data | {name: about(case, data[name]) for name in WORDS_IN_FACTS if data.get(name)}


def in_papers(case: Case, text: str, column=None) -> str:
    """Return a text for the papers of a meeting, of which the reporter gets an extract: no private number in it."""
    return in_papers_on([case], text, column)


def in_papers_on(cases: Iterable[Case], text: str, column=None) -> str:
    """Return a text for papers on several cases; whose numbers are hidden is looked for before any is masked."""
    kept = text.strip()
    for case in cases:
        kept = about(case, kept)
    return _fitting(public_words.masked(kept), column)


def people(case: Case) -> list[Person]:
    """Return who reported a case, alone or together; read once for each case in memory."""
    known = [case.reporter] if case.reporter is not None else []
    if case.pk:
        prefetch_related_objects([case], "co_signers__resident")
        known += [signer.resident for signer in case.co_signers.all()]
    return [(resident.name, resident.phone) for resident in known]


def title(text: str, people: Iterable[Person] = (), *, home: str = "") -> str:
    """Return a title without anybody's number and without the names of those who report."""
    return privacy.mask_text(words(text, people, home=home))


def hide_again(case: Case) -> None:
    """Look through the report once more for who reported it, now that another name or number is known."""
    case.title = title(case.title, people(case))[:TITLE_LENGTH]
    case.text, case.address = about(case, case.text), about(case, case.address)[:LONGEST_ADDRESS]


def answers(given: dict, people: Iterable[Person] = (), *, home: str = "") -> dict:
    """Return the answers to a category's questions as they are kept."""
    return {code: words(said, people, home=home) if isinstance(said, str) else said for code, said in given.items()}


def place(address: str, *, hides: bool) -> tuple[str, str]:
    """Return an address as the case shows it, and the exact one where it has to be sealed instead."""
    shown = (privacy.mask_home(address) if hides else address)[:LONGEST_ADDRESS]
    return shown, address if shown != address else ""


def _fitting(text: str, column) -> str:
    return text if column is None else text[: column.field.max_length]
