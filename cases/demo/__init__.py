"""Invented cases for the demo, played through the real verbs over the last twelve weeks."""
