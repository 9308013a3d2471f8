"""People outside the staff."""

from residents.models.resident import Resident
from residents.models.tally import Tally

__all__ = ["Resident", "Tally"]
