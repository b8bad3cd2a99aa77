"""The language of Otklik: slots, bookings, journeys, reminders. Standard library only, no clock, no I/O."""
