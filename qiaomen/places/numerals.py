"""Chinese numerals in labels: 十二 → 12, 五〇一 → 501, 一千二百零三 → 1203."""

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "".join(DIGITS) + "".join(UNITS)


def arabic(text: str) -> str | None:
    """The numeral in Arabic digits; read digit by digit when it has no units. None when it is no numeral."""
    if not text or any(letter not in NUMERAL for letter in text):
        return None
    if not any(letter in UNITS for letter in text):
        return "".join(str(DIGITS[letter]) for letter in text)
    total, digit, lowest = 0, 0, 10_000
    for letter in text:
        if letter in DIGITS:
            digit = DIGITS[letter]
            continue
        unit = UNITS[letter]
        if unit >= lowest:
            return None
        total += (digit or 1) * unit
        digit, lowest = 0, unit
    return str(total + digit)
