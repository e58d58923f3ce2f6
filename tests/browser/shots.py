"""Pictures of the demo's pages, to look at: `./dev shots [--only officer-mile] [--out var/shots] [--readme]`.

Two widths, each page whole, as officer, buyer, member and nobody. `--readme` takes only the picture in the README, docs/overview.png.
"""

import argparse
import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
WIDTHS = {1280: 900, 390: 844}
README = "officer", "/projects/DES-003/milestones/1/"
IN = "DES-001"  # the project whose people sign in

# name, page; where `>` stands, the first link that fits is followed.
PAGES = {
    "nobody": """
        sign-in      /sign-in/
        guide        /guide/
        help         /help/
        not-found    /nothing/here/
    """,
    "officer": """
        my-work      /
        portfolio    /projects/
        account      /account/
        cover        /account/cover/
        overview     /projects/DES-001/
        milestone-1  /projects/DES-001/milestones/1/
        milestone-2  /projects/DES-001/milestones/2/
        locked       /projects/DES-001/milestones/3/
        one-press    /projects/DES-003/milestones/1/
        change       /projects/DES-001/milestones/2/criteria/1/change/
        session      /projects/DES-001/milestones/2/session/
        reopen       /projects/DES-001/milestones/1/reopen/
        completed    /projects/DES-001/milestones/1/completed/
        hand-over    /projects/DES-001/people/ > a[href$='/hand-over/']
    """,
    "buyer": """
        start        /projects/new/
        overview     /projects/DES-001/
        confirm      /projects/DES-001/milestones/2/confirm/
        people       /projects/DES-001/people/
        person       /projects/DES-001/people/ > .person a[href*='/people/']
        person-add   /projects/DES-001/people/add/
        paste        /projects/DES-001/people/paste/
        expertise    /projects/DES-001/people/expertise/
        objective    /projects/DES-001/objective/
        edit         /projects/DES-001/objective/edit/
        open-item    /projects/DES-001/ > .task__name[href*='/open-items/']
        history      /projects/DES-001/history/
        stop         /projects/DES-001/stop/
    """,
    "member": """
        my-work      /
        my-part      /projects/DES-001/my-part/
        milestone-2  /projects/DES-001/milestones/2/
        evidence     /projects/DES-001/milestones/2/criteria/1/evidence/
        raise        /projects/DES-001/open-items/add/
        refused      /projects/DES-001/edit/
    """,
}
HAS_STYLES = "() => document.styleSheets.length >= 2 && [...document.styleSheets].every((sheet) => sheet.cssRules.length)"
ROLES = {"officer": "Procurement officer", "buyer": "Buyer", "member": "Team member"}


def open_page(browser: Browser, base: str) -> Page:
    """A new page at that address."""
    return browser.new_page(base_url=base, locale="en-AU", viewport={"width": 1280, "height": 1320})


def sign_in(page: Page, who: str) -> None:
    """As the demo offers: the first person with that role in the project."""
    page.goto("/sign-in/")
    section = page.locator("section", has=page.get_by_role("heading", name=ROLES[who], exact=False))
    section.locator("li", has_text=IN).first.get_by_role("button").click()
    page.wait_for_url("**/")


def come_to(page: Page, path: str) -> None:
    """Open the page, or follow the first link on it that fits."""
    start, _, link = path.partition(" > ")
    answer = page.goto(start.strip())
    if answer is None or answer.status >= 500 or not page.evaluate(HAS_STYLES):
        raise SystemExit(f"{start} did not come whole, so there is nothing to take a picture of.")
    if link:
        with page.expect_navigation():
            page.locator(link).first.click()


def take(browser: Browser, arguments: argparse.Namespace) -> None:
    """All pictures that are wanted."""
    for who, listed in PAGES.items():
        wanted = [line.split(maxsplit=1) for line in listed.strip().splitlines()]
        wanted = [(name, path) for name, path in wanted if arguments.only in f"{who}-{name}"]
        if not wanted:
            continue
        page = open_page(browser, arguments.base)
        if who in ROLES:
            sign_in(page, who)
        for name, path in wanted:
            come_to(page, path)
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                page.screenshot(path=arguments.out / f"{who}-{name}-{width}.png", full_page=True)
        page.close()


def take_for_readme(browser: Browser, base: str) -> None:
    """The picture in the README."""
    who, path = README
    page = open_page(browser, base)
    sign_in(page, who)
    come_to(page, path)
    page.screenshot(path=ROOT / "docs" / "overview.png")
    page.close()


def main() -> None:
    """Read the arguments and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", default=os.environ.get("MOBILISE_ADDRESS", "http://127.0.0.1:8000"), help="where the demo is")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "shots")
    parser.add_argument("--only", default="", help="part of a picture's name")
    parser.add_argument("--readme", action="store_true", help="only docs/overview.png")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        if arguments.readme:
            take_for_readme(browser, arguments.base)
        else:
            take(browser, arguments)
        browser.close()


if __name__ == "__main__":
    main()
