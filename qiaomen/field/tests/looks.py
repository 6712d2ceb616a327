"""What every screen must be: readable by everybody, hit by a cold thumb, and no wider than the phone."""

from playwright.sync_api import Page

from qiaomen.testing.axe import serious

# Everything that a thumb aims at; a box inside a label counts with its label.
AIMS = "a, button, summary, .chip, .tick, textarea, input:not(.chip input, .tick input, .unseen)"
SMALL = """(aims) => [...document.querySelectorAll(aims)]
  .filter((part) => part.checkVisibility() && !part.matches('.net'))
  .map((part) => [part.getBoundingClientRect(), part.outerHTML.slice(0, 90)])
  .filter(([box]) => box.height < 47.5 || box.width < 47.5).map(([, html]) => html)"""
# The page, and a screen that lies over it: what is too wide there is cut off, and asks for no wider page.
WIDER = """() => Math.max(...[document.documentElement, ...document.querySelectorAll('.over')]
  .map((one) => one.scrollWidth - innerWidth))"""


def faults(page: Page, where: str) -> None:
    """No serious fault for axe, nothing under 48 pixels, nothing wider than the phone."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert serious(page) == [], where
    assert page.evaluate(SMALL, AIMS) == [], where
    assert page.evaluate(WIDER) <= 0, where
