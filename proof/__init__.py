"""The product tried from outside: people are played on the real processes, and parts of it are broken meanwhile."""
