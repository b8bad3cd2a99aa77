"""One list of slots that is imported."""
