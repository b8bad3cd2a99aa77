"""Those who wait for a slot of their city, and the offers made to them."""
