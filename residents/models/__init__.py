"""People outside the staff."""

from residents.models.phone_code import PhoneCode, ShownText
from residents.models.resident import Resident
from residents.models.tally import Tally

__all__ = ["PhoneCode", "Resident", "ShownText", "Tally"]
