"""API tokens: issued and shown once, listed, taken back."""
