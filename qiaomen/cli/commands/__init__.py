"""The commands, one module each.

A module has `HELP` (one line), `add_arguments(parser)` and `run(args) -> int` (the exit code). It is imported for every
call of `qiaomen`, before Django is ready, so what it needs from Django or from other packages it imports inside `run`.
By default a command runs with Django set up, the database joined and its schema up to date; `DATABASE = False` in the
module asks for none of that, `MIGRATE = False` leaves the schema alone. `PASSES_ON = True` takes all words that follow
the command unread, as `args.rest`.
"""

from importlib import import_module
from types import ModuleType

NAMES = (
    "serve",
    "stop",
    "doctor",
    "migrate",
    "rebuild",
    "restored",
    "backup",
    "restore",
    "worker",
    "outbreak",
    "login",
    "enrol",
    "manage",
    "bench",
    "drill",
    "demo",
    "place",
    "import-zones",
    "import-organisations",
    "import-workers",
    "questionnaire",
    "campaign",
    "import-register",
    "import-list",
    "take-back-list",
    "paper",
    "atlas",
    "policy",
    "passes",
    "report",
    "sampling",
    "district",
    "check-scaleout",
    "city",
)


def load(name: str) -> ModuleType:
    """The module of the command `name`, as people type it (`import-register` is `import_register.py`)."""
    return import_module(f"{__name__}.{name.replace('-', '_')}")
