"""What a browser can say about any page: violations of WCAG, boxes that leave the screen, targets too small."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
_AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Boxes are compared one by one: a phone widens the layout silently, so the scroll width alone says nothing. What lies
# inside a box that scrolls by itself, or is hidden from sight on purpose, may be wider than the screen.
_OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  const clipped = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible") return true;
    }
    return false;
  };
  const name = (element) => `${element.tagName.toLowerCase()}.${element.className}`;
  const said = (element, box) => `${name(element)} ${Math.round(box.left)}..${Math.round(box.right)} of ${width}`;
  const found = [];
  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    if (style.visibility === "hidden" || style.display === "none") continue;
    if (element.closest(".sr, .skip, svg, [hidden]")) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 1 || box.height < 1 || clipped(element)) continue;
    if (box.right > width + 1 || box.left < -1) found.push(said(element, box));
  }
  const whole = document.documentElement.scrollWidth;
  if (whole > width) found.push(`page ${whole} of ${width}`);
  return found.slice(0, 8);
}"""

# A link inside a sentence is exempt (WCAG 2.5.8, inline); the label of a choice or a file belongs to its target.
_SMALL = """(least) => {
  const found = [];
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  for (const element of document.querySelectorAll(controls)) {
    if (element.closest(".sr, .skip, .maplibregl-map")) continue;
    if (getComputedStyle(element).visibility === "hidden") continue;
    const own = element.getBoundingClientRect();
    if (own.width < 1 || own.height < 1) continue;
    const isLabelled = element.matches("[type=radio], [type=checkbox], [type=file]");
    const boxes = [own, ...[...(isLabelled ? element.labels : [])].map((label) => label.getBoundingClientRect())];
    const wide = Math.max(...boxes.map((box) => box.width)), high = Math.max(...boxes.map((box) => box.height));
    const inSentence = element.matches("a") && getComputedStyle(element).display.startsWith("inline");
    if (inSentence || (wide >= least - 0.5 && high >= least - 0.5)) continue;
    const words = (element.textContent || "").trim().slice(0, 30);
    const name = `${element.tagName.toLowerCase()}.${element.className}`;
    found.push(`${name} ${Math.round(wide)}x${Math.round(high)} "${words}"`);
  }
  return found.slice(0, 8);
}"""


def violations(page: Page, rule: str = "") -> list[str]:
    """Every violation of WCAG 2.0 to 2.2, levels A and AA, or of one rule, that axe finds, with its first place."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_AXE.read_text(encoding="utf-8"))
    only = {"type": "rule", "values": [rule]} if rule else {"type": "tag", "values": _RULES}
    options: dict[str, Any] = {"runOnly": only, "resultTypes": ["violations"]}
    result = page.evaluate("(options) => axe.run(document, options)", options)
    return [_said(found) for found in result["violations"]]


def violations_in_both_themes(page: Page) -> list[str]:
    """Of the page as it stands, light and then dark; the theme is an attribute of the page, as the cookie sets it.

    What a theme changes is colours and nothing else, so of the dark one the contrasts are asked.
    """
    found = []
    for theme, rule in (("light", ""), ("dark", "color-contrast")):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
        found += [f"{theme}: {said}" for said in violations(page, rule)]
    return found


def overflowing_at(page: Page, widths: Iterable[int]) -> list[str]:
    """Visible boxes that leave a screen of one of these widths sideways."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {said}" for said in overflowing(page)]
    return found


def _said(found: dict[str, Any]) -> str:
    first = found["nodes"][0]
    reasons = [check["message"] for check in [*first["any"], *first["all"], *first["none"]]]
    return f"{found['id']} x{len(found['nodes'])}: {first['html'][:160]} ({'; '.join(reasons)[:200]})"


def overflowing(page: Page) -> list[str]:
    """Visible boxes that leave the screen sideways."""
    found: list[str] = page.evaluate(_OVERFLOW)
    return found


def too_small(page: Page, least_px: int) -> list[str]:
    """Controls smaller than the least size in either direction."""
    found: list[str] = page.evaluate(_SMALL, least_px)
    return found
