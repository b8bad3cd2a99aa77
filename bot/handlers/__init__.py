"""What people do in Telegram, handled thinly: who is it, may they, answer the press, tell the journey."""
