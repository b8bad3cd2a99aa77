"""The texts of the bot, and wordings of one's own."""
