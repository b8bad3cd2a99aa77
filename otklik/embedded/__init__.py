"""The servers that `otklik up` brings along: PostgreSQL and Temporal as children of our process."""
