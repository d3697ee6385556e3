"""Measurements: files as departments send them, into a store that only grows, and out as yearly observations."""
