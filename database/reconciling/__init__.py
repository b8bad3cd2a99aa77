"""A restored, older database and the journeys that know more: comparing them, and writing back what was lost."""
