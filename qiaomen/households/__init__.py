"""Households: who is one person, and behind which door they live."""
