"""How fast is it here: `make bench`. See README.md in this folder."""
