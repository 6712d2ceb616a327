"""Documents that cannot rot."""

import re
from pathlib import Path

import pytest

from qiaomen.tools import reference

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_the_reference_is_what_the_code_says() -> None:
    assert reference.TARGET.read_text() == reference.text()


def test_every_setting_is_in_the_operations_page() -> None:
    settings = (ROOT / "qiaomen/settings.py").read_text()
    names = {f"QIAOMEN_{name}" for name in re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings)}
    assert names
    assert {name for name in names if name not in (ROOT / "docs/operations.md").read_text()} == set()


def test_every_table_is_in_the_data_model() -> None:
    from django.apps import apps

    text = (ROOT / "docs/data-model.md").read_text()
    names = {m.__name__ for c in apps.get_app_configs() if c.name.startswith("qiaomen.") for m in c.get_models()}
    assert {name for name in names if not re.search(rf"\b{name}\b", text)} == set()


def test_every_model_says_its_class_of_table() -> None:
    from django.apps import apps

    models = [m for c in apps.get_app_configs() if c.name.startswith("qiaomen.") for m in c.get_models()]
    assert [model.__name__ for model in models if not hasattr(model, "table_class")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []
