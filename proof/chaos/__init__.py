"""Whole journeys among faults drawn from a seed, and an audit of everything afterwards."""
