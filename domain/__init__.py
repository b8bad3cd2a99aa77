"""The language of Otklik: what a slot, a booking, a journey and a reminder are. Standard library only, no clock, no I/O."""
