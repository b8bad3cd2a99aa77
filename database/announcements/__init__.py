"""Auto-messages: what is announced, to whom, and how each run went."""
