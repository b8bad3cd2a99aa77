"""Slots: one by one, by a pattern, from a list; moved, and taken away."""
