"""What each kind of list needs and may hold, in words; and which kind a file's header speaks of."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.exchange.fields import BUILDINGS, ORGANISATIONS, OUTSIDE, REGISTER, WORKERS, ZONES, Field, Vocabulary
from qiaomen.exchange.headers import read_mapping
from qiaomen.exchange.models import Kind
from qiaomen.exchange.tables import Sheet

VOCABULARIES: dict[Kind, Vocabulary] = {
    Kind.ZONES: ZONES,
    Kind.ORGANISATIONS: ORGANISATIONS,
    Kind.WORKERS: WORKERS,
    Kind.BUILDINGS: BUILDINGS,
    Kind.REGISTER: REGISTER,
    Kind.OUTSIDE: OUTSIDE,
}
# A sheet is read when it has one of these columns; otherwise it is left alone.
NEEDS: dict[Kind, frozenset[Field]] = {
    Kind.ZONES: frozenset({Field.ZONE}),
    Kind.ORGANISATIONS: frozenset({Field.ORGANISATION}),
    Kind.WORKERS: frozenset({Field.NAME}),
    Kind.BUILDINGS: frozenset({Field.DWELLINGS}),
    Kind.REGISTER: frozenset({Field.ADDRESS, Field.ROOM, Field.BUILDING}),
    Kind.OUTSIDE: frozenset({Field.NAME}),
}
FIELDS: dict[Field, str | Promise] = {
    Field.SERIAL: _("running number"),
    Field.STREET: _("street or township"),
    Field.COMMUNITY: _("community"),
    Field.GRID: _("grid"),
    Field.COMPOUND: _("compound, village group or alley"),
    Field.BUILDING: _("building"),
    Field.STAIRWELL: _("stairwell"),
    Field.FLOOR: _("floor"),
    Field.ROOM: _("room number"),
    Field.ADDRESS: _("address in one cell"),
    Field.NAME: pgettext_lazy("person", "name"),
    Field.HEAD: _("head of the household"),
    Field.RELATION: _("relation to the head"),
    Field.SEX: _("sex"),
    Field.BIRTH: _("birth date"),
    Field.ID: _("id number"),
    Field.PHONE: _("phone"),
    Field.MEMBERS: _("the other members, in one cell"),
    Field.HEAD_ID: _("id number of the head"),
    Field.HEAD_PHONE: _("phone of the head"),
    Field.REMARK: _("remark"),
    Field.COUNT: _("number of people"),
    Field.KIND: _("kind of door"),
    Field.ORGANISATION: _("organisation"),
    Field.ZONE: _("zone"),
    Field.CONTACT: _("contact"),
    Field.CONTACT_PHONE: _("phone of the contact"),
    Field.STRENGTH: _("people it can send"),
    Field.TITLE: pgettext_lazy("worker", "title"),
    Field.BLOCK: _("number of the building"),
    Field.FLOORS: _("number of floors"),
    Field.DWELLINGS: _("number of dwellings"),
    Field.FROM: _("came from"),
    Field.ARRIVED: _("arrived on"),
    Field.TRANSPORT: _("means of transport"),
    Field.CARRIER: _("train, flight or plate"),
}


def is_read(kind: Kind, fields: Iterable[Field]) -> bool:
    """Whether a sheet with these columns is read at all."""
    return not NEEDS[kind].isdisjoint(fields)


def guess_kind(sheets: Iterable[Sheet]) -> Kind:
    """What a file lists, by the columns that its headers name outright; households where nothing tells."""
    for sheet in sheets:
        known = {kind: _named(sheet, vocabulary) for kind, vocabulary in VOCABULARIES.items()}
        if {Field.BLOCK, Field.DWELLINGS} <= known[Kind.BUILDINGS]:
            return Kind.BUILDINGS
        if is_read(Kind.REGISTER, known[Kind.REGISTER]):
            return Kind.REGISTER
        if {Field.NAME, Field.ORGANISATION} <= known[Kind.WORKERS]:
            return Kind.WORKERS
        if {Field.CONTACT, Field.STRENGTH} & known[Kind.ORGANISATIONS] and Field.ORGANISATION in known[
            Kind.ORGANISATIONS
        ]:
            return Kind.ORGANISATIONS
        if {Field.ZONE, Field.COMMUNITY} <= known[Kind.ZONES]:
            return Kind.ZONES
    return Kind.REGISTER


def _named(sheet: Sheet, vocabulary: Vocabulary) -> set[Field]:
    mapping = read_mapping(sheet, vocabulary)
    return {column.field for column in mapping.columns if column.field and column.confidence == 1} if mapping else set()
