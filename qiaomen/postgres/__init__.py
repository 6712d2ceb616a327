"""Embedded PostgreSQL: the database of an installation that names no other. No Django in here."""

from qiaomen.postgres.errors import PostgresError
from qiaomen.postgres.holders import Holder
from qiaomen.postgres.server import AS_IT_IS, ROLE, Server, remove, running, stop

__all__ = ["AS_IT_IS", "ROLE", "Holder", "PostgresError", "Server", "remove", "running", "stop"]
