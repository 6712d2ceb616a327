"""What can go wrong with the embedded PostgreSQL, told to the person at the terminal."""


class PostgresError(RuntimeError):
    """The embedded server cannot be used; the message says what is wrong, where, and what to do."""
