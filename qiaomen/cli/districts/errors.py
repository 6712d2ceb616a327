"""What an operator is told when something cannot be done with a district."""

from qiaomen.postgres import PostgresError


class DistrictError(PostgresError):
    """It cannot be done; the message says what is wrong, where, and what to do."""
