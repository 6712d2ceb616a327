"""What axe-core finds wrong with a page, once it stands still."""

from playwright.sync_api import Page

from qiaomen.tools.vendor import npm_file

# A part that is just fading in has not the contrast that it will have: finite animations come to their end first.
_STILL = """() => Promise.all(document.getAnimations()
  .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
  .map((one) => one.finished.catch(() => null)))"""
_RUN = "axe.run(document, {resultTypes: ['violations'], preload: false}).then((found) => found.violations)"


def serious(page: Page) -> list[tuple[str, str]]:
    """The serious and critical faults of the page: rule and the first element's HTML."""
    page.evaluate(f"({_STILL})().then(() => true)")
    page.evaluate(npm_file("axe-core/axe.min.js").read_text())
    found = [one for one in page.evaluate(_RUN) if one["impact"] in ("serious", "critical")]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]
