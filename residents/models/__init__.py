"""People outside the staff."""

from residents.models.resident import Resident

__all__ = ["Resident"]
