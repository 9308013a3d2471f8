"""People outside the staff."""

from residents.models.block import Block
from residents.models.phone_code import PhoneCode, ShownText
from residents.models.resident import Resident
from residents.models.tally import Tally

__all__ = ["Block", "PhoneCode", "Resident", "ShownText", "Tally"]
