"""Benchmarks: one JSON line each, with a yardstick measured in the same run, so that a ratio means something anywhere."""
