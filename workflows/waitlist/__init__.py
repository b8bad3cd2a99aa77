"""The sweep of the waiting lists, and its schedule."""
