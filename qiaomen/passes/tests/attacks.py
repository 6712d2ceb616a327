"""The cases of contracts/passes.json: codes that a gate may be shown, each with what it has to say.

What is expected stands here in words; only the codes are made, under fixed keys of no district. To write the file anew
after adding a case: `python -m qiaomen.passes.tests.attacks`.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cbor2

from qiaomen.passes.tests.forging import (
    COMMUNITY,
    DAY,
    FREED,
    GATE,
    HERE,
    HOUR,
    ISSUED,
    NOW,
    OTHER,
    PLAIN,
    QUARTER,
    REISSUED,
    RESUMED,
    RETIRED,
    REVOKED,
    SEEDS,
    SIGNERS,
    SUSPENDED,
    TURNED_RED,
    Json,
    b64,
    bits_changed,
    claims,
    code,
    decoded,
    encoded,
    payload,
    signed,
)
from qiaomen.passes.token import LONGEST_LIFE, PREFIX, kid_of

CASES = Path(__file__).resolve().parents[3] / "contracts" / "passes.json"
ABOUT = (
    "Codes of passes and what a gate has to say of them: qiaomen/passes/verdicts.py and field/domain; docs/passes.md "
    "states the form. All moments are seconds since 1970. `seeds` are private keys of no district. A case that names "
    "no `at` is of `now`, one without `list_age` (seconds) of `list_age`. `name` is what may be shown: nothing of a "
    "code that is not genuine."
)


def ok(rules: str, colour: str, **more: Any) -> Json:
    return {"problem": "ok", "rules": rules, "colour": colour, **more}


def no(problem: str, **more: Any) -> Json:
    return {"problem": problem, "rules": "", **more}


def genuine() -> list[Json]:
    """Codes that were issued, with what became of them since."""
    return [
        {"why": "green, at home", "token": code(),
            "expect": ok("green", "green", said="green", name="李*", form="phone", district="431123", id=str(PLAIN),
                         issued=ISSUED, expires=ISSUED + DAY, elsewhere=False, list_old=False)},
        {"why": "yellow", "token": code(colour="yellow"), "expect": ok("yellow", "yellow")},
        {"why": "grey is treated as yellow", "token": code(colour="grey"), "expect": ok("yellow", "grey")},
        {"why": "red", "token": code(colour="red"), "expect": ok("red", "red")},
        {"why": "a card", "token": code(form="card", expires=ISSUED + LONGEST_LIFE), "at": ISSUED + 13 * DAY,
            "expect": ok("green", "green", form="card")},
        {"why": "for the whole district", "token": code(areas=()), "expect": ok("green", "green")},
        {"why": "for what the gate lies in", "token": code(areas=(OTHER, COMMUNITY)), "expect": ok("green", "green")},
        {"why": "a surname of two characters",
            "token": code(name="欧阳**"), "expect": ok("green", "green", name="欧阳**")},
        {"why": "a name in English script", "token": code(name="L***"), "expect": ok("green", "green", name="L***")},
        {"why": "eight areas", "token": code(areas=(*(bytes([9, 9, 9, n]) for n in range(7)), HERE)),
            "expect": ok("green", "green")},
        {"why": "another area", "token": code(areas=(OTHER,)), "expect": no("other_area", colour="green", name="李*")},
        {"why": "in its last second", "token": code(), "at": ISSUED + DAY - 1, "expect": ok("green", "green")},
        {"why": "expired", "token": code(), "at": ISSUED + DAY, "expect": no("expired", name="李*")},
        {"why": "not yet valid", "token": code(issued=NOW + 301), "expect": no("not_yet_valid")},
        {"why": "five minutes ahead of this clock", "token": code(issued=NOW + 300), "expect": ok("green", "green")},
        {"why": "issued now, to begin tomorrow", "token": code(begins=ISSUED + DAY, expires=ISSUED + 2 * DAY),
            "expect": no("not_yet_valid")},
        {"why": "suspended after it was issued", "token": code(pass_id=SUSPENDED),
            "expect": no("suspended", colour="green", name="李*")},
        {"why": "issued anew after the pass was resumed", "token": code(pass_id=RESUMED),
            "expect": ok("green", "green")},
        {"why": "issued in the quarter hour in which it was resumed",
            "token": code(pass_id=RESUMED, issued=ISSUED - QUARTER),
            "expect": ok("green", "green")},
        {"why": "revoked: the code of before", "token": code(pass_id=REVOKED), "expect": no("revoked")},
        {"why": "and the one that was issued in its stead", "token": code(pass_id=REISSUED),
            "expect": ok("green", "green")},
        {"why": "green on the screen, red since",
            "token": code(pass_id=TURNED_RED), "expect": ok("red", "red", said="green")},
        {"why": "red on the screen, free since", "token": code(colour="red", pass_id=FREED),
            "expect": ok("green", "green", said="red")},
        {"why": "listed, but the code is newer than the change", "token": code(pass_id=TURNED_RED, issued=NOW),
            "expect": ok("green", "green")},
        {"why": "two things are wrong: expired comes before revoked",
            "token": code(pass_id=REVOKED), "at": ISSUED + DAY,
            "expect": no("expired")},
        {"why": "another area comes before suspended", "token": code(pass_id=SUSPENDED, areas=(OTHER,)),
            "expect": no("other_area")},
        {"why": "the list is as old as it may be", "token": code(), "list_age": 14_400,
            "expect": ok("green", "green", list_old=False)},
        {"why": "the list is too old: yellow rules for green", "token": code(), "list_age": 14_401,
            "expect": ok("yellow", "green", list_old=True)},
        {"why": "the list is too old: red stays red", "token": code(colour="red"), "list_age": 90_000,
            "expect": ok("red", "red", list_old=True)},
        {"why": "what an old list says of a pass still holds", "token": code(pass_id=REVOKED), "list_age": 90_000,
            "expect": no("revoked", list_old=True)},
    ]  # fmt: skip


def by_other_keys() -> list[Json]:
    """Codes under the old key, a neighbour's, a stranger's."""
    stolen_kid = decoded(code()).replace(SIGNERS["own"].kid, SIGNERS["old"].kid)
    old = {"issued": RETIRED - HOUR, "expires": RETIRED - HOUR + LONGEST_LIFE, "form": "card"}
    return [
        {"why": "issued before the key was retired", "token": code("old", **old), "expect": ok("green", "green")},
        {"why": "the old key, used after it was retired", "token": code("old"), "expect": no("old_key", name="李*")},
        {"why": "in the very second in which it was retired", "token": code("old", issued=RETIRED, form="card",
            expires=RETIRED + LONGEST_LIFE), "expect": no("old_key")},
        {"why": "said to be from before the key was there", "token": code(issued=RETIRED - QUARTER, form="card",
            expires=ISSUED + DAY), "expect": no("old_key")},
        {"why": "a key that nobody knows", "token": code("stranger"), "expect": no("unknown_key", name="")},
        {"why": "the id of a key that is known, another key's signature", "token": encoded(stolen_kid),
            "expect": no("bad_signature", name="")},
        {"why": "another district's: verified, treated as yellow", "token": code("neighbour", district="431124"),
            "expect": ok("yellow", "green", elsewhere=True, district="431124")},
        {"why": "another district's areas say nothing here",
            "token": code("neighbour", district="431124", areas=(OTHER,)),
            "expect": ok("yellow", "green", elsewhere=True)},
        {"why": "another district's red", "token": code("neighbour", district="431124", colour="red"),
            "expect": ok("red", "red", elsewhere=True)},
        {"why": "our list says nothing of another district's passes",
            "token": code("neighbour", district="431124", pass_id=REVOKED), "list_age": 90_000,
            "expect": ok("yellow", "green", elsewhere=True)},
        {"why": "another district says that it is ours", "token": code("neighbour"),
            "expect": no("unknown_key", name="")},
        {"why": "we say that it is another district's",
            "token": code(district="431124"), "expect": no("unknown_key")},
    ]  # fmt: skip


def forged() -> list[Json]:
    """Codes that somebody made or changed."""
    plain = code()
    message = decoded(plain)
    tampered = message.replace(cbor2.dumps([1, "李*"])[1:], cbor2.dumps([2, "李*"])[1:])
    texts = {
        "no text": "",
        "only the beginning": PREFIX,
        "a health code": "SH:330102:20220321",
        "a link": "https://qm.example/d/AZAWPYaUc5uupZZsJvitkQ",
        "another version": plain.replace("QM1:", "QM2:"),
        "small letters": plain.lower(),
        "small letters behind the beginning": PREFIX + plain[4:].lower(),
        "a letter that base45 has not": plain[:40] + "_" + plain[41:],
        "full-width letters": plain[:40] + "Ａ" + plain[41:],
        "a line end behind it": plain + "\n",
        "a blank behind it": plain + " ",
        "a group that is no two bytes": plain[:-3] + ":::",
        "a character alone at the end": plain + "A",
        "cut in half": plain[: len(plain) // 2],
        "the last byte is missing": encoded(message[:-1]),
        "a byte more": encoded(message + b"\0"),
        "a thousand characters that are nothing": PREFIX + "0" * 996,
    }
    cases = [{"why": why, "token": text, "expect": no("unreadable", name="")} for why, text in texts.items()]
    return [
        *cases,
        {"why": "yellow made of green", "token": encoded(tampered), "expect": no("bad_signature", name="")},
        {"why": "one bit of the name", "token": bits_changed(plain, message.index("李".encode()) + 2),
            "expect": no("bad_signature")},
        {"why": "one bit of the signature", "token": bits_changed(plain, len(message) - 40),
            "expect": no("bad_signature")},
        {"why": "one bit of the key's id", "token": bits_changed(plain, 9), "expect": no("unknown_key")},
        {"why": "a signature of nothing", "token": encoded(message[:-64] + bytes(64)), "expect": no("bad_signature")},
        {"why": "huge", "token": PREFIX + "0" * 997, "expect": no("too_long")},
        {"why": "very huge", "token": plain * 40, "expect": no("too_long")},
    ]  # fmt: skip


def other_shapes() -> list[Json]:
    """Codes that our own key signed, or seems to have, but not in the one form."""
    now = [1, "李*", [HERE], 0]
    messages: dict[str, Callable[[bytes, bytes, bytes], Any]] = {
        "no tag": lambda head, body, sign: [head, {}, body, sign],
        "the tag of COSE_Sign": lambda head, body, sign: cbor2.CBORTag(98, [head, {}, body, sign]),
        "a CWT's tag around it": lambda head, body, sign: cbor2.CBORTag(61, cbor2.CBORTag(18, [head, {}, body, sign])),
        "something unprotected": lambda head, body, sign: cbor2.CBORTag(18, [head, {4: head[5:]}, body, sign]),
        "the algorithm of another kind": lambda head, body, sign: cbor2.CBORTag(
            18, [cbor2.dumps({1: -7, 4: head[5:]}), {}, body, sign]
        ),
        "no algorithm": lambda head, body, sign: cbor2.CBORTag(18, [cbor2.dumps({4: head[5:]}), {}, body, sign]),
        "lengths written the long way": lambda head, body, sign: cbor2.dumps(
            cbor2.CBORTag(18, [head, {}, body, sign])
        ).replace(b"\x58\x40", b"\x59\x00\x40"),
        "an array without its length": lambda head, body, sign: (
            b"\xd2\x9f" + b"".join(map(cbor2.dumps, (head, {}, body, sign))) + b"\xff"
        ),
    }
    payloads = {
        "a claim more": payload(c2="somebody"),
        "a diagnosis": payload(cm65538="U07.1"),
        "a claim less": cbor2.dumps({key: value for key, value in claims().items() if key != 7}),
        "the same claim twice": b"\xa7" + payload()[1:] + cbor2.dumps(4) + cbor2.dumps(ISSUED + 9 * DAY),
        "claims in another order": cbor2.dumps(dict(reversed(claims().items()))),
        "no map": cbor2.dumps(list(claims().values())),
        "more behind the claims": payload() + b"\0",
        "nothing": b"\0" * 24,
        "moments with a fraction": payload(c4=float(ISSUED + DAY)),
        "moments as text": payload(c4=str(ISSUED + DAY)),
        "before 1970": payload(c5=-5, c6=-5, c4=NOW + DAY),
        "an end before the beginning": payload(c4=ISSUED, c5=ISSUED),
        "it lives longer than any pass": payload(c4=ISSUED + LONGEST_LIFE + 1),
        "it is used before it was issued": payload(c5=ISSUED - DAY),
        "an id that is too short": payload(c7=PLAIN.bytes[:15]),
        "a fifth colour": payload(cm65537=[4, *now[1:]]),
        "a colour in words": payload(cm65537=["green", *now[1:]]),
        "a third form": payload(cm65537=[*now[:3], 2]),
        "no name": payload(cm65537=[1, "", [HERE], 0]),
        "a very long name": payload(cm65537=[1, "李" * 25, [HERE], 0]),
        "an area of five bytes": payload(cm65537=[1, "李*", [HERE + b"\0"], 0]),
        "nine areas": payload(cm65537=[1, "李*", [HERE] * 9, 0]),
        "something more of ours": payload(cm65537=[*now, "431123199001011234"]),
        "a district without a name": payload(c1=""),
    }
    cases = [signed(payload(), message=message) for message in messages.values()] + list(map(signed, payloads.values()))
    return [
        {"why": why, "token": text, "expect": no("unreadable", name="")}
        for why, text in zip([*messages, *payloads], cases, strict=True)
    ]


def key_row(name: str, district: str, since: int, until: int | None = None) -> Json:
    public = SIGNERS[name].public
    return {
        "kid": b64(kid_of(public)), "public": b64(public), "district": district, "from": since, "until": until,
        "own": district == "431123",
    }  # fmt: skip


def contract() -> Json:
    listed = [
        (SUSPENDED, ISSUED + 1, 1, 1), (REVOKED, ISSUED + 60, 1, 2), (TURNED_RED, ISSUED + 200, 3, 0),
        (FREED, ISSUED + 200, 1, 0), (RESUMED, ISSUED - 100, 1, 0),
    ]  # fmt: skip
    return {
        "about": ABOUT,
        "now": NOW, "list_age": 60, "leeway": 300, "gate": GATE, "limits": {"list_old_s": 14_400},
        "colours": ["grey", "green", "yellow", "red"], "states": ["active", "suspended", "revoked"],
        "forms": ["phone", "card"], "seeds": {name: seed.hex() for name, seed in SEEDS.items()},
        "keys": [key_row("own", "431123", RETIRED), key_row("old", "431123", RETIRED - 90 * DAY, RETIRED),
                 key_row("neighbour", "431124", RETIRED - 90 * DAY)],
        "list": [[b64(who.bytes[:8]), *rest] for who, *rest in listed],
        "cases": genuine() + by_other_keys() + forged() + other_shapes(),
    }  # fmt: skip


def text() -> str:
    made = contract()
    cases = made.pop("cases")
    head = json.dumps(made, ensure_ascii=False, indent=2)[:-2]
    lines = ",\n".join("    " + json.dumps(case, ensure_ascii=False) for case in cases)
    return f'{head},\n  "cases": [\n{lines}\n  ]\n}}\n'


if __name__ == "__main__":
    CASES.write_text(text(), "utf-8")
