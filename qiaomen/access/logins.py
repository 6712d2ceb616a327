"""Logins: workers who sign in to the console with a user name and a password."""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qiaomen.access import audit, first_password
from qiaomen.access.models import Grant, Worker
from qiaomen.access.passwords import random_password
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.base.problems import Problem
from qiaomen.places.models import Place, PlaceKind, segment


def create_login(
    *, username: str, role: Role, place: Place, name: str = "", password: str = "", by: Worker | None = None
) -> tuple[Worker, str]:
    """A worker who signs in, with a role at a place; answers the password too, made up where none is given.

    One that is made up is a first one (`access.first_password`). Raises `access.username_taken`,
    `access.password_weak`.
    """
    is_made_up, password = not password, password or random_password()
    _check_password(password, Worker(username=username, name=name))
    try:
        with changes.change("create login", worker=by.id if by else None) as change:
            worker = Worker.objects.create_login(username=username, password=password, name=name or username)
            Grant.objects.create(
                worker=worker, role=role, place=place, since=timezone.now(), given_by=by, change=change.id
            )
            audit.write(by, first_password.CREATED, worker.id, role=role, place=place.id, made_up=is_made_up)
    except IntegrityError:
        raise Problem("access.username_taken") from None
    return worker, password


def set_password(*, worker: Worker, password: str = "", by: Worker | None = None) -> str:
    """Give a login a new password; answers it, made up where none is given. Raises `access.password_weak`."""
    is_made_up, password = not password, password or random_password()
    _check_password(password, worker)
    worker.set_password(password)
    with transaction.atomic():
        worker.save(update_fields=["password"])
        audit.write(by, first_password.CHANGED, worker.id, made_up=is_made_up)
    return password


def place_named(text: str) -> Place:
    """A place by its division code or its name; the district for an empty text.

    Raises `access.place_unclear` when none or several answer to it.
    """
    if not text:
        return district()
    found = list(Place.objects.filter(code=text)[:2]) or list(Place.objects.filter(name=text)[:2])
    if len(found) != 1:
        raise Problem("access.place_unclear")
    return found[0]


def district() -> Place:
    """The root of the place tree; made here when the first login comes before the first import."""
    root = Place.objects.filter(parent=None).first()
    if root is None:
        root = Place(kind=PlaceKind.DISTRICT, name=settings.DISTRICT_NAME or _("district"))
        root.path = segment(root.id)
        root.save()
    return root


def _check_password(password: str, worker: Worker) -> None:
    try:
        validate_password(password, worker)
    except ValidationError as error:
        raise Problem("access.password_weak", reason=" ".join(error.messages)) from None
