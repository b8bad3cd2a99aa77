"""Reads the times that a recruiter types: words become pieces, pieces days and times, and each time is judged."""
