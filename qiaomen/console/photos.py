"""Photos at a desk: chosen in a form, kept as a phone's are, opened by who may. The browser draws them small."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.attachments.actions import MOST_BYTES, keep
from qiaomen.attachments.pictures import type_of
from qiaomen.attachments.queries import picture_of_records
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.console.asked import shows_health, worker_of
from qiaomen.ledger import desk
from qiaomen.ledger.entries import Author
from qiaomen.ledger.wire import Verdict

MOST = 4
"""As many as the phone takes with one record."""


class _Several(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """A few photos, each as the server takes it from a phone: JPEG or WebP without metadata, at most 2 MB."""

    widget = _Several(attrs={"accept": "image/*", "data-photos": ""})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=gettext_lazy("Photos"), required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[bytes]:
        """The pictures' bytes."""
        given = [one for one in (data if isinstance(data, list) else [data]) if one]
        if len(given) > MOST:
            raise forms.ValidationError(_("At most %(most)s photos at once."), params={"most": MOST})
        return [self._one(one) for one in given]

    def _one(self, file: "UploadedFile[Any]") -> bytes:
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(str(Problem("attachment.too_large", limit=MOST_BYTES).message))
        picture = bytes(file.read())
        try:
            type_of(picture)
        except Problem as problem:
            raise forms.ValidationError(str(problem.message)) from None
        return picture


class PhotosForm(forms.Form):
    """A form with photos, which are no part of its record's body."""

    pictures = PhotosField()

    @property
    def photos(self) -> list[bytes]:
        return list(self.cleaned_data.get("pictures", ()))


def wrong(form: PhotosForm) -> str:
    """Why a small form of a page was not taken: what is wrong with its photos, else that something is missing."""
    return " ".join(map(str, form.errors.get("pictures", ()))) or _("Something is missing. Fill in the form again.")


def tell(
    request: HttpRequest, kind: str, body: Mapping[str, Any], pictures: Sequence[bytes], **about: UUID | None
) -> Verdict:
    """Submit a record that names these pictures, then keep them with it; what cannot be kept any more today is said."""
    worker, ids = worker_of(request), [new_id() for _picture in pictures]
    named = {**body, "photos": ids} if ids else body
    told = desk.tell(kind, named, by=worker, now=timezone.now(), **about)
    if told.verdict == "accepted" and told.id is not None:
        add(request, told.id, dict(zip(ids, pictures, strict=True)))
    return told


def add(request: HttpRequest, record: UUID, pictures: Mapping[UUID, bytes]) -> None:
    """Keep pictures with a record that names them; what cannot be kept is said."""
    author = Author(worker=worker_of(request).id, outbreak=Outbreak.objects.current().id)
    for id, picture in pictures.items():
        try:
            keep(id, record=record, author=author, picture=picture)
        except Problem as problem:
            messages.warning(request, problem.message)
            return


def said(request: HttpRequest, told: Verdict) -> None:
    """What became of a record, in a line above the next page."""
    if told.verdict == "accepted":
        messages.success(request, _("Written down."))
    else:
        messages.error(request, told.message or _("This could not be recorded."))


def shown(worker: Worker, records: Collection[UUID], photo: UUID, **about: UUID) -> HttpResponse:
    """A photo of one of these records; who looked at it is written down, `about` what. Raises `access.forbidden` for
    who may not see health, and `access.not_found` where it is none of theirs."""
    if not shows_health(worker):
        raise Problem("access.forbidden")
    picture, kind = picture_of_records(Outbreak.objects.current().keys, records, photo)
    audit.write(worker, "photo.seen", photo, **about)
    return HttpResponse(picture, content_type=kind, headers={"Content-Disposition": "inline"})
