"""The keyboards, each a function named kb_ and what it is for; the buttons carry `bot/callbacks.py`."""
