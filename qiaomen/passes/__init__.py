"""Signed passes: whose, for where, of what colour, until when; the keys that sign them, and the list of those that no longer hold."""
