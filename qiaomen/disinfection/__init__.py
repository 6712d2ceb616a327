"""Rounds of disinfection: what is due where, what was done with which product, and what is missing."""
