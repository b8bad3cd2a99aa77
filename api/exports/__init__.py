"""What leaves as a table: exports and statistics."""
