"""The WSGI entry that granian loads."""

import gc
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiaomen.settings")
django.setup(set_prefix=False)

from qiaomen.base.border import Handler  # noqa: E402 - it asks for settings
from qiaomen.field import shell  # noqa: E402 - the same

application = Handler()
shell.settle()

# A batch of records makes some ten thousand short-lived objects without cycles; looking for cycles among them, and
# again among all that was loaded at start-up, costs a sixth of the time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
