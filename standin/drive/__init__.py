"""The drive API under /sim: a page or a test plays the people, makes trouble, and watches."""
