"""What an operator keeps and reads of people outside the staff."""

from residents.admin import blocks, texts

__all__ = ["blocks", "texts"]
