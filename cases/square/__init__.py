"""The public square: what the city promises, how well it keeps it, and what the streets tell everybody."""
