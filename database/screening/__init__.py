"""Test1: its versions, and what candidates answered."""
