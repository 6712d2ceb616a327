"""Reads of a sweep, set by set: coverage, the lists behind its numbers, and what needs somebody."""
