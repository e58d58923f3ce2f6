"""The rules of templates, checked: nothing inline, nothing unescaped, htmx used one way, and the words of pages.

Run as a script it names every breach as file:line and exits 1 when there is one. A rule is a function from a page to its breaches.
"""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("mobilisation", "projects", "milestones")

HOLE = "\ue000"  # stands for each character of a template tag or variable, so that what is left can be read as HTML
TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
COMMENT = re.compile(r"\{#.*?#\}|\{% *comment\b.*?%\}.*?\{% *endcomment *%\}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"""<(/?)([A-Za-z][\w-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
QUOTED = re.compile(r"<(blockquote|q)\b.*?</\1>", re.DOTALL)
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")

PLAIN_VALUES = {"pk", "id", "position", "ref", "version", "counter", "csrf_token"}
PLAIN_TAGS = {"url", "if", "elif", "else", "endif", "static"}
POLLED_PLACES = {"#latest", "#live"}  # filled, never replaced, so that they are read out
NOT_ON_PAGES = re.compile(r"\b(sign[- ]?offs?|findings?|exceptions?|SMEs?|gates?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Breach:
    """A rule broken, and where."""

    line: int
    says: str


@dataclass(frozen=True)
class Attribute:
    """An attribute as written: `value` without its quotes, empty when it has none."""

    name: str
    value: str
    is_quoted: bool


@dataclass(frozen=True)
class Tag:
    """An opening or closing tag, and where it stands in its page."""

    start: int
    end: int
    name: str
    is_closing: bool
    attributes: tuple[Attribute, ...]

    def get(self, name: str) -> str | None:
        """The value of an attribute; None when the tag has none of that name."""
        return next((a.value for a in self.attributes if a.name == name), None)

    def htmx(self) -> Iterator[Attribute]:
        """Its attributes for htmx, however spelt."""
        return (a for a in self.attributes if a.name.startswith(("hx-", "data-hx-")))


class Page:
    """A template read as HTML with holes where template tags are; comments are blank."""

    def __init__(self, source: str) -> None:
        self.text = COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), source)
        self.html = TEMPLATE_TAG.sub(lambda m: HOLE * len(m.group()), self.text)

    @cached_property
    def tags(self) -> list[Tag]:
        """Every tag, in order."""
        return [Tag(m.start(), m.end(), m[2].lower(), bool(m[1]), self.attributes(m)) for m in TAG.finditer(self.html)]

    def attributes(self, tag: re.Match) -> tuple[Attribute, ...]:
        """The attributes of a tag, with the template's own tags back in their values."""
        found = ATTRIBUTE.finditer(self.html, tag.start(3), tag.end(3))
        return tuple(self.attribute(m) for m in found if m[1].strip(HOLE))

    def attribute(self, found: re.Match) -> Attribute:
        """One attribute."""
        value = self.text[found.start(2) : found.end(2)] if found[2] else ""
        is_quoted = value[:1] in {'"', "'"}
        return Attribute(found[1].replace(HOLE, "").lower(), value[1:-1] if is_quoted else value, is_quoted)

    @property
    def words(self) -> str:
        """The text of ours that people read, everything else blank, at the same places. What is quoted stays as it stands."""
        ours = QUOTED.sub(lambda m: " " * len(m.group()), self.html)
        return TAG.sub(lambda m: " " * len(m.group()), ours).replace(HOLE, " ")

    def breach(self, at: int, says: str) -> Breach:
        """A breach at that place."""
        return Breach(self.text.count("\n", 0, at) + 1, says)


Rule = Callable[[Page], Iterator[Breach]]


def htmx_is_decorated(page: Page) -> Iterator[Breach]:
    """Attributes of htmx are written data-hx-, which is HTML."""
    for tag in page.tags:
        for attribute in tag.htmx():
            if attribute.name.startswith("hx-"):
                yield page.breach(tag.start, f"{attribute.name}: write data-{attribute.name}")


def nothing_that_evaluates(page: Page) -> Iterator[Breach]:
    """No boost, no handlers, no js:, no filters on triggers: with evaluation off they fail open. No hx-disabled-elt: it loses focus."""
    for tag in page.tags:
        for attribute in tag.htmx():
            name = attribute.name.removeprefix("data-").removeprefix("hx-")
            if name in {"boost", "disabled-elt"} or re.match(r"on\b", name):
                yield page.breach(tag.start, f"hx-{name} is not used")
            if re.search(r"\b(js|javascript):", attribute.value):
                yield page.breach(tag.start, f"hx-{name} holds js:")
            if name == "trigger" and "[" in attribute.value:
                yield page.breach(tag.start, "hx-trigger has a filter in [brackets]")


def htmx_says_where(page: Page) -> Iterator[Breach]:
    """A request names its target, and replaces it (or fills a place that is read out): nothing is inherited."""
    for tag in page.tags:
        if not any(a.name.removeprefix("data-") in {"hx-get", "hx-post"} for a in tag.attributes):
            continue
        target, swap = tag.get("data-hx-target"), tag.get("data-hx-swap")
        if not target:
            yield page.breach(tag.start, "data-hx-get or data-hx-post without data-hx-target")
        if swap != "outerHTML" and not (swap == "innerHTML" and target in POLLED_PLACES):
            yield page.breach(tag.start, 'data-hx-get or data-hx-post without data-hx-swap="outerHTML"')


def htmx_holds_nothing_typed(page: Page) -> Iterator[Breach]:
    """What people wrote never stands in an attribute for htmx: addresses by {% url %}, references and numbers only."""
    addresses = set(re.findall(r"\{% *url\b[^%]*\bas +(\w+) *%\}", page.text))
    for tag in page.tags:
        for attribute in tag.htmx():
            for hole in TEMPLATE_TAG.findall(attribute.value):
                if not is_plain(hole, addresses):
                    yield page.breach(tag.start, f"{attribute.name} holds {hole}")


def is_plain(hole: str, addresses: set[str]) -> bool:
    """Whether a template tag or variable can only give an address, a reference or a number."""
    inner = hole[2:-2].strip()
    if hole.startswith("{%"):
        return inner.split()[0] in PLAIN_TAGS
    return inner in addresses or inner.rsplit(".", 1)[-1] in PLAIN_VALUES


def nothing_inline(page: Page) -> Iterator[Breach]:
    """No styles, scripts or handlers in the page: the content security policy would drop them."""
    for tag in page.tags:
        if tag.name == "style" or (tag.name == "script" and not tag.is_closing and tag.get("src") is None):
            yield page.breach(tag.start, f"inline <{tag.name}>")
        for attribute in tag.attributes:
            if attribute.name == "style" or re.fullmatch(r"on[a-z]+", attribute.name):
                yield page.breach(tag.start, f"inline {attribute.name}=")
            if attribute.value.strip().lower().startswith("javascript:"):
                yield page.breach(tag.start, f"{attribute.name} is a script")


def everything_escaped(page: Page) -> Iterator[Breach]:
    """Escaping is never off, and what comes from a variable is inside quotes."""
    for found in re.finditer(r"\|\s*safe(seq)?\b|\{% *autoescape +off *%\}", page.text):
        yield page.breach(found.start(), f"{found.group()} turns escaping off")
    for tag in page.tags:
        for attribute in tag.attributes:
            if not attribute.is_quoted and TEMPLATE_TAG.search(attribute.value):
                yield page.breach(tag.start, f"{attribute.name}={attribute.value} needs quotes")


def forms_say_how(page: Page) -> Iterator[Breach]:
    """A form names its method; one that posts carries the token."""
    opening = [tag for tag in page.tags if tag.name == "form" and not tag.is_closing]
    for tag in opening:
        method = (tag.get("method") or "").lower()
        if method not in {"get", "post"}:
            yield page.breach(tag.start, "<form> without method get or post")
        end = next((t.start for t in page.tags if t.name == "form" and t.is_closing and t.start > tag.start), len(page.text))
        if method == "post" and not re.search(r"\{% *csrf_token *%\}", page.text[tag.end : end]):
            yield page.breach(tag.start, "a form that posts without {% csrf_token %}")


def words_of_pages(page: Page) -> Iterator[Breach]:
    """Pages have their own words for what the code calls gate, finding and the like."""
    for found in NOT_ON_PAGES.finditer(page.words):
        yield page.breach(found.start(), f'"{found.group()}" is not a word for pages')


def tags_are_whole(page: Page) -> Iterator[Breach]:
    """Every {% or {{ is closed: Django takes one that is not for text."""
    for found in re.finditer(r"\{%|\{\{", page.html):
        yield page.breach(found.start(), f"{found.group()} that is never closed")


RULES: tuple[Rule, ...] = (
    htmx_is_decorated,
    nothing_that_evaluates,
    htmx_says_where,
    htmx_holds_nothing_typed,
    nothing_inline,
    everything_escaped,
    forms_say_how,
    words_of_pages,
    tags_are_whole,
)


def breaches(source: str) -> list[Breach]:
    """Every rule that a template breaks, by line."""
    page = Page(source)
    return sorted((breach for rule in RULES for breach in rule(page)), key=lambda b: b.line)


def breaches_in_python(source: str) -> list[Breach]:
    """Text marked as safe in Python: what a template may not do, its tags may not either."""
    found = re.finditer(r"\b(mark_safe|SafeString|SafeText|html_safe)\b|\bautoescape=False\b", source)
    return [Breach(source.count("\n", 0, m.start()) + 1, f"{m.group()} turns escaping off") for m in found]


def all_breaches() -> list[str]:
    """Those of every template and of the apps' Python, as file:line: what."""
    checks = [(path, breaches) for path in sorted((ROOT / "templates").rglob("*.html"))]
    checks += [(path, breaches_in_python) for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    return [f"{path.relative_to(ROOT)}:{b.line}: {b.says}" for path, check in checks for b in check(path.read_text())]


if __name__ == "__main__":
    found = all_breaches()
    print("\n".join(found) if found else "Every template keeps the rules.")
    sys.exit(1 if found else 0)
