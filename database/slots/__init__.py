"""Slots: which are free, a recruiter's own schedule, and what a change of the zone data does to promised times."""
