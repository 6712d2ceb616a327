"""Numbers that come as text: typed into a form, or out of an address."""


def number_of(text: str) -> int | None:
    """The number that a text is, from 0 to 999,999,999; None for anything else.

    Python reads no number of more than 4,300 digits and the database none of more than nineteen; both raise.
    """
    return int(text) if text.isdecimal() and len(text) <= 9 else None
