"""The district's clock row: its generation tells phones whether the server still has all that they sent."""

from uuid import UUID

from django.db import connection

from qiaomen.base.ids import new_id


def new_generation() -> UUID:
    """Begin a new generation, after a backup was restored or the district was moved; answers it.

    At their next pull phones send again every record that they keep, and fetch everything anew.
    """
    generation = new_id()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_clock SET generation = %s WHERE id = 1", [generation])
    return generation
