"""The chapters of the story: what each piece of news means in one part of a journey. Pure, like `rules.py`."""
