"""The forms of the import wizard: some files, and how one of them is to be read."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from qiaomen.base.numbers import number_of
from qiaomen.exchange.encodings import CHOICES
from qiaomen.exchange.fields import Field
from qiaomen.exchange.models import Kind, Upload
from qiaomen.exchange.preview import Preview
from qiaomen.exchange.uploads import MOST_BYTES, Correction, SheetCorrection

MOST_FILES = 100
_COLUMN = re.compile(r"sheet-(\d{1,4})-column-(\d{1,4})")


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files, none of them empty or too large."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files as a list."""
        files = (data if isinstance(data, list) else [data]) or [None]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s files at once."), params={"most": MOST_FILES})
        return [self._one(file) for file in files]

    def _one(self, file: Any) -> "UploadedFile[Any]":
        cleaned: UploadedFile[Any] = super().clean(file)
        if (cleaned.size or 0) > MOST_BYTES:
            params = {"file": cleaned.name, "most": filesizeformat(MOST_BYTES)}
            raise forms.ValidationError(_("%(file)s is larger than %(most)s. Split it."), params=params)
        return cleaned


class FilesForm(forms.Form):
    """What to import."""

    tables = FilesField(
        label=_("Files"),
        help_text=_(
            "Excel or CSV, as the offices keep them: household registers, buildings, zones, organisations, workers."
        ),
        widget=_Files(attrs={"accept": ".xlsx,.xls,.csv,.txt,.tsv"}),
    )


def correction(data: QueryDict, upload: Upload, seen: Preview) -> Correction:
    """What a person chose; what is missing or makes no sense stays as it is."""
    kind, encoding = data.get("kind", ""), data.get("encoding", upload.encoding)
    return Correction(
        kind=kind if kind in Kind.values else upload.kind,
        encoding=encoding if encoding in ("", *CHOICES) else upload.encoding,
        sheets={sheet.name: _sheet(data, index) for index, sheet in enumerate(seen.sheets) if _is_sent(data, index)},
    )


def _is_sent(data: QueryDict, index: int) -> bool:
    return f"sheet-{index}-header" in data


def _sheet(data: QueryDict, index: int) -> SheetCorrection:
    row = number_of(data.get(f"sheet-{index}-header", ""))
    columns = {}
    for name, value in data.items():
        found = _COLUMN.fullmatch(name)
        if found and int(found[1]) == index and (value == "" or value in Field.__members__.values()):
            columns[int(found[2])] = str(value)
    return SheetCorrection(header_row=None if row is None else row - 1, columns=columns)
