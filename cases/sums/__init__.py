"""Stored sums of the figures: counting.py writes them, rhythm.py says when, reading.py reads them for the doors."""

from cases.sums.counting import everything, recount, sweep

__all__ = ["everything", "recount", "sweep"]
