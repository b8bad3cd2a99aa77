"""The story: a pure machine (`rules.py` and its chapters) in a durable shell (`candidate_journey.py`)."""
