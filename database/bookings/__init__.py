"""Bookings: reserving a slot, what happens to a booking afterwards, and how lists and messages read it."""
