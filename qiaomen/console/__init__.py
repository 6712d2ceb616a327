"""Headquarters' rooms in the browser."""
