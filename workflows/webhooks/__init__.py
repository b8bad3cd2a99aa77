"""Facts for others: a sweep that looks for them, and a workflow for each delivery."""
