"""Candidates and recruiters: meeting them, finding them, their keys, their words, and erasing them."""
