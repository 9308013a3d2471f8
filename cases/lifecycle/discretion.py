"""What of somebody's words is kept, decided before they are stored: what is not there cannot leak.

ID and bank card numbers are never needed and never kept. A title goes into lists, notices and papers, so no number
stands in it. Where the reporter hides from the unit, no word on the case names them: their name and number are masked
in every text, and the exact address lies sealed beside their name, to be looked up with a reason (DOMAIN §4.1).
"""

from cases.models import Case
from residents import privacy
from residents.detecting import NUMBERS_NOT_NEEDED


def words(text: str, *, name: str = "", phone: str = "") -> str:
    """Return a text as it is kept; with name or phone, those are masked wherever they stand."""
    return privacy.without_person(privacy.mask_text(text, kinds=NUMBERS_NOT_NEEDED), name=name, phone=phone)


def about(case: Case, text: str) -> str:
    """Return a text about a case as it is kept with it."""
    if text and case.hides_reporter and case.reporter is not None:
        return words(text, name=case.reporter.name, phone=case.reporter.phone)
    return words(text)


def title(text: str) -> str:
    """Return a title without anybody's number."""
    return privacy.mask_text(text)


def place(address: str, *, hides: bool) -> tuple[str, str]:
    """Return an address as the case shows it, and the exact one where it has to be sealed instead."""
    shown = privacy.mask_home(address) if hides else address
    return shown, address if shown != address else ""
