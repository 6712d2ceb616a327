"""An uploaded file: what stands in it, unsealed, and what its first rows tell."""

import msgspec

from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import seal, unseal
from qiaomen.exchange.columns import guess_kind, is_read
from qiaomen.exchange.fields import Field
from qiaomen.exchange.headers import Mappings
from qiaomen.exchange.models import Kind, Upload
from qiaomen.exchange.preview import Preview, preview, recognised, restored
from qiaomen.exchange.tables import read_table


def look(upload: Upload, keys: Keys) -> None:
    """Read a file's first rows; what it lists is guessed unless it is said. What is wrong with it is kept."""
    upload.mapping, upload.rows, upload.sealed_preview, upload.problem = {}, 0, None, {}
    try:
        table = read_table(content_of(upload, keys), upload.name, encoding=upload.encoding or None)
    except Problem as problem:
        if upload.encoding and problem.code == "file.encoding":
            problem = Problem("file.encoding_wrong", encoding=upload.encoding.upper())
        upload.problem = {"code": problem.code, "details": problem.details}
    else:
        seen = preview(table)
        upload.read_as = table.encoding
        upload.kind = upload.kind or guess_kind(sheet.as_sheet() for sheet in seen.sheets)
        upload.rows = sum(sheet.count for sheet in seen.sheets)
        upload.mapping = recognised(seen, Kind(upload.kind))
        upload.sealed_preview = seal(keys, msgspec.json.encode(seen), row=upload.id)
    upload.save()


def content_of(upload: Upload, keys: Keys) -> bytes:
    """What stands in a file. Raises `import.expired` when it is gone."""
    if upload.sealed is None:
        raise Problem("import.expired")
    return unseal(keys, bytes(upload.sealed), row=upload.id)


def preview_of(upload: Upload, keys: Keys) -> Preview:
    """A file's first rows; of one that could not be read, nothing."""
    if upload.sealed_preview is None:
        return Preview([])
    return msgspec.json.decode(unseal(keys, bytes(upload.sealed_preview), row=upload.id), type=Preview)


def is_readable(upload: Upload) -> bool:
    """Whether some sheet of the file would be read."""
    if upload.problem or not upload.kind:
        return False
    sheets = (sheet["columns"] for sheet in upload.mapping.values() if sheet)
    return any(is_read(Kind(upload.kind), [Field(field) for field, _sure in columns if field]) for columns in sheets)


def mappings_of(upload: Upload, keys: Keys) -> Mappings:
    """What its sheets' columns hold, for reading the whole file: headers stand among the first rows."""
    sheets = preview_of(upload, keys).sheets
    return {sheet.name: restored(upload.mapping.get(sheet.name), sheet.as_sheet()) for sheet in sheets}
