"""Whole journeys at a steady rate for an hour, restarts among them, and a judgement on what has grown."""
