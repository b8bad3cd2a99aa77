"""Webhooks: who is told of facts, and what became of each telling."""
