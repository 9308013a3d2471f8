"""Official papers: plain frozen dataclasses become files; no database, no request, no clock. Doors print them.

call · minutes · notice · monthly say what stands on a paper, as a `sheet.Sheet`; pdf · word write any sheet; invitation
writes calendar files. Looks follow the habits of GB/T 9704 (A4, red head, 28 characters a line, 版记, page numbers
outside) without a claim to conform to it. Papers are Chinese whatever the language of the page.
"""
