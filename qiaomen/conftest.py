"""Fixtures that tests of every package share."""

from qiaomen.testing.fixtures import client_of, key_file, world

__all__ = ["client_of", "key_file", "world"]
