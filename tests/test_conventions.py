"""The rules of the house that a reader would otherwise have to remember: each read off the code, each shown to catch a planted breach.

A rule takes the source of one module (or one address) and says what breaks it, as "line: what".
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import get_resolver, path

from milestones.operations import answers, ending
from mobilisation.access import rule_of
from mobilisation.checks import addresses, without_rule
from projects.telling import SENTENCES, SPECIAL
from tests.factories import REGISTERS

ROOT = Path(__file__).resolve().parent.parent
APPS = ("mobilisation", "projects", "milestones")
LONGEST_IN_VIEWS = 20

# Views that draw no page of their own, and who answers instead.
NO_PAGE = {
    "projects:people_import_template": "a file",
    "milestones:history_csv": "a file",
    "milestones:project_json": "a file",
    "milestones:raci_csv": "a file",
    "milestones:summary_docx": "a file",
    "milestones:summary_xlsx": "a file",
    "milestones:invitation": "a file",
    "milestones:tick": "the milestone page",
    "milestones:withdraw": "the milestone page",
    "projects:activity_status": "my part",
    "projects:access_solved": "the ways of working",
    "milestones:hear": "the page of what was said back",
    "milestones:meeting_who": "the meeting's page",
    "milestones:meeting_fall": "the meeting's page",
    "milestones:meeting_block": "the meeting's page",
    "milestones:meeting_briefed": "the meeting's page",
    "milestones:meeting_read": "my part",
    "projects:personal_link_end": "the page of the link",
    "projects:elsewhere_check": "the list of records held elsewhere",
}

Rule = Callable[[str], list[str]]


def modules(*patterns: str) -> list[Path]:
    """The modules of our apps that match one of the patterns, without migrations."""
    found = {file for pattern in patterns for file in ROOT.glob(pattern)}
    return sorted(file for file in found if "migrations" not in file.parts)


ALL = modules(*(f"{app}/**/*.py" for app in APPS))
VIEWS = modules("projects/views/**/*.py", "milestones/views/**/*.py")
OPERATIONS = modules("projects/operations/**/*.py", "milestones/operations/**/*.py")
# Views share what they share among themselves; from outside only the addresses reach them.
MAY_NOT_IMPORT_VIEWS = [f for f in ALL if f.name != "urls.py" and f not in VIEWS]
OUR_PYTHON = [*ALL, *modules("tests/**/*.py"), ROOT / "manage.py", ROOT / "dev"]


# ---- The rules ----------------------------------------------------------------------------------------------------


def imports(source: str) -> Iterator[tuple[int, str]]:
    """Each module imported, and each name of it, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def asks_a_manager(source: str) -> list[str]:
    """Queries in views start at the user or the project."""
    attributes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute))
    return [f"{node.lineno}: .{node.attr}" for node in attributes if node.attr in {"objects", "_default_manager", "_base_manager"}]


def imports_views(source: str) -> list[str]:
    """Nobody imports views."""
    ours = re.compile(rf"({'|'.join(APPS)})\.views(\.|$)")
    return [f"{line}: {name}" for line, name in imports(source) if ours.match(name)]


def imports_the_journey(source: str) -> list[str]:
    """The record does not know the journey."""
    return [f"{line}: {name}" for line, name in imports(source) if name.split(".")[0] == "milestones"]


def too_long(source: str) -> list[str]:
    """A function in views has at most so many lines, its docstring not counted."""
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    lengths = ((node, _lines(node) - _docstring_lines(node)) for node in functions)
    return [f"{node.lineno}: {node.name} has {length} lines" for node, length in lengths if length > LONGEST_IN_VIEWS]


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return _lines(node.body[0]) if ast.get_docstring(node) else 0


def opens_a_change_by_position(source: str) -> list[str]:
    """A public operation that opens a change takes keywords only, and says who does it: `by`."""
    functions = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))
    opening = [node for node in functions if _calls(node) & {"change", "change_from_agency"}]
    wrong = [node for node in opening if node.args.args or node.args.posonlyargs or "by" not in {arg.arg for arg in node.args.kwonlyargs}]
    return [f"{node.lineno}: {node.name}" for node in wrong]


def _calls(node: ast.AST) -> set[str]:
    return {call.func.id for call in ast.walk(node) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}


def uses_signals(source: str) -> list[str]:
    """One seam, no signals."""
    signals = re.compile(r"django\.dispatch(\.|$)|.*\.signals(\.|$)")
    return [f"{line}: {name}" for line, name in imports(source) if signals.match(name)]


def trusts_a_text(source: str) -> list[str]:
    """What people typed is escaped, always."""
    nodes = ast.walk(ast.parse(source))
    names = (
        (node.lineno, node.id if isinstance(node, ast.Name) else node.attr) for node in nodes if isinstance(node, ast.Name | ast.Attribute)
    )
    loose = [*imports(source), *names]
    return [f"{line}: {name}" for line, name in loose if name.split(".")[-1] in {"mark_safe", "SafeString", "SafeText", "__html__"}]


def silences_without_reason(source: str) -> list[str]:
    """Each silenced check names its rule and carries its reason behind it."""
    silenced = re.compile(r"#\s*(noqa|type:\s*ignore)")
    reasoned = re.compile(r"#\s*(noqa: [A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)*|type: ignore\[[a-z, -]+\])\s+\W*\w")
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = ((token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT)
    return [f"{line}: {comment}" for line, comment in comments if silenced.search(comment) and not reasoned.search(comment)]


def writes_history_nobody_tells(source: str) -> list[str]:
    """Each verb that is written into the history has its sentence."""
    adds = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("history.add"))
    verbs = ((node.lineno, verb.value) for node in adds for verb in _texts(node.args[0]))
    return [f"{line}: {verb}" for line, verb in verbs if verb not in SENTENCES and verb not in SPECIAL]


def _texts(node: ast.expr) -> list[ast.Constant]:
    """The texts an expression may be; those put together from parts are tested by name below."""
    choices = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return [choice for choice in choices if isinstance(choice, ast.Constant) and isinstance(choice.value, str)]


# Each rule, where it holds, and a module that breaks it once.
RULES: list[tuple[Rule, list[Path], str]] = [
    (asks_a_manager, VIEWS, "def people(request, project):\n    return Person.objects.all()\n"),
    (imports_views, MAY_NOT_IMPORT_VIEWS, "from projects.views.people import people\n"),
    (imports_the_journey, modules("projects/**/*.py"), "def later():\n    from milestones import gate\n    return gate\n"),
    (too_long, VIEWS, "def long(request):\n" + "    request.user\n" * LONGEST_IN_VIEWS),
    (opens_a_change_by_position, OPERATIONS, "def edit(project, *, by):\n    with change(project, by=by):\n        pass\n"),
    (uses_signals, modules("projects/**/*.py", "milestones/**/*.py"), "from django.db.models.signals import post_save\n"),
    (trusts_a_text, ALL, "def show(text):\n    return html.mark_safe(text)\n"),
    (silences_without_reason, OUR_PYTHON, "import os  # noqa: F401\n"),
    (writes_history_nobody_tells, OPERATIONS, "def f(history, thing):\n    history.add('thing mislaid', thing)\n"),
]


@pytest.mark.parametrize(("rule", "where", "breach"), RULES, ids=lambda value: getattr(value, "__name__", ""))
def test_our_code_keeps_the_rule(rule, where, breach):
    assert where, "the rule reads no module at all"
    broken = {str(file.relative_to(ROOT)): rule(file.read_text(encoding="utf-8")) for file in where}
    assert {file: breaches for file, breaches in broken.items() if breaches} == {}


@pytest.mark.parametrize(("rule", "where", "breach"), RULES, ids=lambda value: getattr(value, "__name__", ""))
def test_the_rule_catches_its_breach(rule, where, breach):
    assert len(rule(breach)) == 1


MORE_BREACHES = [
    (imports_views, "import milestones.views\n"),
    (imports_views, "from projects import views\n"),
    (imports_the_journey, "import milestones.gate as gate\n"),
    (opens_a_change_by_position, "def edit(*, project, who):\n    with change(project, by=who):\n        pass\n"),
    (uses_signals, "from django.dispatch import receiver\n"),
    (trusts_a_text, "from django.utils.safestring import mark_safe\n"),
    (silences_without_reason, "x = f()  # type: ignore\n"),
    (silences_without_reason, "x = f()  # type: ignore[attr-defined]\n"),
    (silences_without_reason, "x = f()  # noqa\n"),
    (writes_history_nobody_tells, "history.add('left the project' if own else 'thrown out', thing)\n"),
]

FINE = [
    (asks_a_manager, "def people(request, project):\n    return project.stakeholders.current()\n"),
    (imports_views, "from django.views.decorators.http import require_POST\n"),
    (too_long, 'def short(request):\n    """Short."""\n' + "    request.user\n" * (LONGEST_IN_VIEWS - 1)),
    (opens_a_change_by_position, "def edit(*, project, by):\n    with change(project, by=by):\n        pass\n"),
    (opens_a_change_by_position, "def may_edit(item, by):\n    return item.raised_by == by\n"),
    (silences_without_reason, "x = f()  # type: ignore[attr-defined]  # an annotation of seen_by\n"),
    (silences_without_reason, "import os  # noqa: UP036, F401 (an older Python reads this far)\n"),
    (silences_without_reason, 'text = "# noqa"\n'),
    (writes_history_nobody_tells, "history.add('role changed', thing)\n"),
]


@pytest.mark.parametrize(("rule", "breach"), MORE_BREACHES)
def test_the_rule_catches_other_shapes_of_its_breach(rule, breach):
    assert len(rule(breach)) == 1


@pytest.mark.parametrize(("rule", "source"), FINE)
def test_the_rule_lets_pass_what_keeps_it(rule, source):
    assert rule(source) == []


def test_verbs_put_together_from_parts_are_told_too():
    verbs = [*(f"criterion {words}" for words in answers.WORDS.values()), *ending.WORDS.values(), "project paused", "project stopped"]
    assert [verb for verb in verbs if verb not in SENTENCES] == []


def test_every_sentence_is_of_a_verb_that_is_written():
    sources = "".join(file.read_text(encoding="utf-8") for file in OPERATIONS)
    put_together = {f"criterion {words}" for words in answers.WORDS.values()}
    put_together |= {"project paused", "project stopped", "milestone confirmed", "milestone confirmed on behalf of the buyer"}
    put_together |= {f"{register.noun} {deed}" for register in REGISTERS.values() for deed in ("added", "changed", "removed")}
    assert [verb for verb in {*SENTENCES, *SPECIAL} - put_together if f'"{verb}"' not in sources] == []


# ---- Addresses ----------------------------------------------------------------------------------------------------

OURS = [(name, view) for _, name, view in addresses(get_resolver()) if name.startswith(("projects:", "milestones:"))]


def misnamed(name: str, view: Callable) -> list[str]:
    """An address is called as its view is, and so is its template: one search finds all three."""
    app, _, word = name.partition(":")
    template = ROOT / "templates" / app / f"{word}.html"
    wrong = [f"{name} is the view {view.__name__}"] if view.__name__ != word else []
    if template.exists() == (name in NO_PAGE):
        wrong.append(f"{name} has no page, and {template.name} is there" if name in NO_PAGE else f"{name} has no {template.name}")
    return wrong


def test_every_address_says_who_may_open_it():
    assert without_rule(get_resolver()) == []


def test_an_address_without_a_rule_is_caught():
    bare = SimpleNamespace(url_patterns=[path("x/", lambda request: None, name="x")])
    assert without_rule(bare) == ["/x/ (x)"]


def test_every_address_of_a_project_is_opened_by_roles():
    routes = [(name, rule_of(view)) for route, name, view in addresses(get_resolver()) if route.startswith("projects/<slug:ref>/")]
    assert {name for name, rule in routes if not rule.startswith("frozenset")} == {"milestones:take_on"}


def test_address_view_and_template_have_one_name():
    assert len(OURS) > 40
    assert [wrong for name, view in OURS for wrong in misnamed(name, view)] == []


def test_a_misnamed_address_is_caught():
    def people(request): ...

    def tock(request): ...

    assert misnamed("projects:people", people) == []
    assert len(misnamed("projects:persons", people)) == 2
    assert len(misnamed("milestones:tick", tock)) == 1
