"""Why a cell was blamed or a row refused, in words for whoever has to put it right."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "birth.unreadable": _("This birth date cannot be read. Write it as 1990-06-11."),
    "arrived.later": _("This date is later than the list itself; it was kept as it stands."),
    "arrived.unreadable": _("This date cannot be read. Write it as 2020-03-18 or 3月18日."),
    "building.no_floors": _("No number of floors: the building was given one floor."),
    "community.no_street": _("Nothing says which street this community belongs to. Import the zones to tell it."),
    "compound.from_above": _("The compound was left blank; the one above was taken."),
    "count.differs": _("The stated number of people is not the number of people listed."),
    "home.moved": _(
        "Somebody had said that this person moved elsewhere. The file is newer and counts; ask who is right."
    ),
    "id.checksum": _("The id number's check digit is wrong: a digit is mistyped, or Excel cut the number off."),
    "id.date": _("The id number holds a birth date that does not exist."),
    "id.digits_lost": _("Excel made a number of this id and lost its last digits. Format the column as text."),
    "id.elsewhere": _("A person with this id number is registered behind another door too."),
    "id.form": _("This is no known kind of id number."),
    "id.length": _("This id number has a digit too many or too few."),
    "id.repeated": _("Two people of one household have this id number; the second was kept without it."),
    "kind.unknown": _("This kind of door is not known; it was taken for a dwelling."),
    "member.no_name": _("Somebody in this cell has no name."),
    "number.unreadable": _("This should be a number."),
    "organisation.unknown": _("No organisation of this name was known; it was added. Check how it is written."),
    "person.repeated": _("This person is listed twice in the household; once is enough."),
    "file.community_ambiguous": _("A community of this name exists in several streets. Name the street."),
    "place.in_two_zones": _("This place belongs to another zone further up; it stays there."),
    "phone.digits_lost": _("Excel made a number of this phone and lost its last digits. Format the column as text."),
    "phone.unreadable": _("There is something in this cell that is no phone number."),
    "region.unknown": _(
        "This is no division that the state lists, or there are several of that name; it was kept as text."
    ),
    "result.contradicts": _("The file says two different things of this tube or person. Ask the laboratory."),
    "result.no_sample": _("No sample of this person is known of the last seven days. Enter the tube's code instead."),
    "result.nobody": _("This row names neither a tube nor a person."),
    "result.unknown_person": _("Nobody with this id number is registered here."),
    "result.unreadable": _("This is no result. Write negative, positive or invalid."),
    "row.given_back": _("The ledger did not take this row; try once more, then ask your administrator."),
    "row.no_community": _("Nothing says which community this row belongs to."),
    "row.no_door": _("This row names no door."),
    "row.no_dwellings": _("This row states no number of dwellings."),
    "row.no_name": _("This row names nobody."),
    "row.repeated": _("The file says the same of the same person further up; once is enough."),
    "row.no_organisation": _("This row names no organisation."),
    "row.nobody": _("This row names nobody: no name, no id number, no phone."),
    "row.no_zone": _("This row names no zone or no community."),
    "sex.differs_from_id": _("The sex stated is not the one in the id number; the id number was believed."),
    "totals.differ": _("The totals row does not agree with the rows above it."),
}


def reason(code: str) -> str:
    """The sentence for a reason code."""
    return str(REASONS.get(code, code))
