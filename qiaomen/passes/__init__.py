"""Signed passes: whose, for where, of what colour, until when; their keys, and which no longer hold."""
