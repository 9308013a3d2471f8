"""The residents' door: home page, report form, receipt, tracking, photos."""
