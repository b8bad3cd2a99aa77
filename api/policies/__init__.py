"""Policies, knob by knob, and what another one would do."""
