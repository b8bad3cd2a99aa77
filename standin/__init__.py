"""A stand-in for Telegram: it speaks the Bot API to a bot, and lets a page or a test play the people."""
