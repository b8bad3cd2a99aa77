"""Bookings: requests, answers, wishes to move; and who waits for a slot."""
