"""Everything that is said to people: one class a text, and whether a letter that had to wait is still true."""
