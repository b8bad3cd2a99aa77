"""One function a letter, of the letter's name: it looks up what the text says and returns the card."""
