"""The catalogue of everything that can be wrong: code, HTTP status, message. Codes are stable and never reused.

A message says what is wrong, where, and what to do next. `%(name)s` places are filled from the problem's details, which
never hold a name, an id number or a phone. Each area has a file here with its `PROBLEMS`, which is found by itself.
"""

import pkgutil
from importlib import import_module

from qiaomen.base.catalogue.entry import Entry

__all__ = ["CATALOGUE", "Entry"]


def gathered() -> dict[str, Entry]:
    """All areas' problems in one, by code. A code that two areas claim stops the start: it would mean two things."""
    found: dict[str, Entry] = {}
    for module in sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "entry"):
        problems: dict[str, Entry] = import_module(f"{__name__}.{module}").PROBLEMS
        if twice := found.keys() & problems.keys():
            raise ValueError(f"{module}: {', '.join(sorted(twice))} is in the catalogue already")
        found |= problems
    return found


CATALOGUE: dict[str, Entry] = gathered()
