"""Auto-messages: written, tried dry, sent, paused, followed."""
