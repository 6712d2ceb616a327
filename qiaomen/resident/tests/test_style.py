"""The style of these pages says its colours once more: they stay those of the tokens, each for what it is for."""

import re
from pathlib import Path

from django.conf import settings

PACKAGE = Path(settings.PACKAGE)
OWN = (PACKAGE / "resident/static/resident/resident.css").read_text()
TOKENS = (PACKAGE / "console/static/console/css/tokens.css").read_text()
HEALTH = {"red", "yellow", "green"}


def test_every_colour_is_one_of_the_tokens() -> None:
    assert set(re.findall(r"#[0-9a-f]{6}", OWN)) <= set(re.findall(r"#[0-9a-f]{6}", TOKENS))


def test_health_colours_stand_at_a_status_only() -> None:
    named = re.findall(r"--(red|yellow|green): var\(--light, (#\w{6})\) var\(--dark, (#\w{6})\)", TOKENS)
    colours = {colour for name, *pair in named if name in HEALTH for colour in pair}
    assert len(colours) == 6
    for rule in re.findall(r"([^{}]+)\{([^{}]*)\}", OWN):
        if colours & set(re.findall(r"#\w{6}", rule[1])):
            assert re.search(r"\.(red|yellow|green)", rule[0]), rule


def test_nothing_in_it_needs_a_young_browser() -> None:
    own = re.sub(r"/\*.*?\*/", "", OWN, flags=re.DOTALL)
    assert not re.search(r"@layer|var\(|:has\(|:is\(|\bgap:|display: grid|clamp\(", own)
