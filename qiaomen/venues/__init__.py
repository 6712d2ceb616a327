"""Shops and venues: the scan at their door, and orders that suspend them until they may open again."""
