"""Hearsay about the outbreak, verified before it touches anybody."""
