"""Benchmarks: one JSON line each, with a yardstick from the same run, so that a ratio means something anywhere."""
