"""A city's worth of cases for measuring and trying out: made from a seed, written by COPY. Never beside real cases."""
