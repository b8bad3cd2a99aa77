"""Recruiters, and the links by which they walk into the bot."""
