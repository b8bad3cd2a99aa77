"""Auto-messages: a schedule for each, and a workflow for each time that it goes out."""
