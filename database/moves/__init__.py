"""Moving a booking: the wish and its deadline, the times that are offered for it, and the slot that is wanted."""
