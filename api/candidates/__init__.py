"""Candidates: found, looked at, helped; and everything that was said to them and by them."""
