"""Cities and the company: where people are, and the policies and texts that hold there."""
