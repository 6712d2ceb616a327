"""Fixtures that tests of every package share."""

from hypothesis import settings

from qiaomen.testing.desk import desk
from qiaomen.testing.fixtures import client_of, key_file, world

__all__ = ["client_of", "desk", "key_file", "world"]

# No test fails because a machine is busy.
settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")
