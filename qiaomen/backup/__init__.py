"""Backups, encrypted to keys that are elsewhere, and restoring to a point in time. No Django in here.

The outbreaks' keys are not in them: they are kept apart, in other hands, or a backup would open itself.
"""

from qiaomen.backup.errors import BackupError
from qiaomen.backup.state import ask_forget

__all__ = ["BackupError", "ask_forget"]
