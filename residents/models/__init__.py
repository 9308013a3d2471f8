"""People outside the staff."""

from residents.models.block import Block
from residents.models.resident import Resident
from residents.models.tally import Tally

__all__ = ["Block", "Resident", "Tally"]
