"""Fixtures that tests of every package share."""

from qiaomen.testing.desk import desk
from qiaomen.testing.fixtures import client_of, key_file, world

__all__ = ["client_of", "desk", "key_file", "world"]
