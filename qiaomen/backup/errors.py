"""What can go wrong with backups, told to the person at the terminal."""


class BackupError(RuntimeError):
    """A backup cannot be made or restored; the message says what is wrong, where, and what to do."""
