"""Each rule of templates catches its breach, lets pass what it should, and the templates we have keep all of them."""

import pytest
from django.template import engines

from tests.lint_templates import ROOT, all_breaches, breaches, breaches_in_python

GOOD_FORM = """
<form method="post" action="{% url 'milestones:tick' project.ref %}" data-hx-post="{% url 'milestones:tick' project.ref %}"
      data-hx-target="#criterion-{{ criterion.position }}" data-hx-swap="outerHTML" data-hx-sync="this:drop">
  {% csrf_token %}<button class="button" id="act">Mark {{ criterion.key }} as met</button>
</form>
"""

BREACHES = [
    ('<a hx-get="/x/" data-hx-target="#a" data-hx-swap="outerHTML">x</a>', "hx-get: write data-hx-get"),
    ('<div data-hx-boost="true">', "hx-boost is not used"),
    ('<div data-hx-disabled-elt="this">', "hx-disabled-elt is not used"),
    ('<div data-hx-on:click="x()">', "hx-on:click is not used"),
    ('<div data-hx-on--after-swap="x()">', "hx-on--after-swap is not used"),
    ("""<div data-hx-vals='js:{a: 1}'>""", "hx-vals holds js:"),
    ('<div data-hx-trigger="keyup[event.key]">', "hx-trigger has a filter in [brackets]"),
    ('<a data-hx-get="/x/" data-hx-swap="outerHTML">', "data-hx-get or data-hx-post without data-hx-target"),
    ('<a data-hx-get="/x/" data-hx-target="#a">', 'data-hx-get or data-hx-post without data-hx-swap="outerHTML"'),
    ('<a data-hx-get="/x/" data-hx-target="#a" data-hx-swap="innerHTML">', 'data-hx-get or data-hx-post without data-hx-swap="outerHTML"'),
    ("""<div data-hx-vals='{"name": "{{ person.name }}"}'>""", "data-hx-vals holds {{ person.name }}"),
    ('<div data-hx-target="#{{ project.pk|add:title }}">', "data-hx-target holds {{ project.pk|add:title }}"),
    ('<div data-hx-target="{% firstof title %}">', "data-hx-target holds {% firstof title %}"),
    ('<p style="color: red">', "inline style="),
    ("<style>p { color: red }", "inline <style>"),
    ("<script>x()", "inline <script>"),
    ('<p onclick="x()">', "inline onclick="),
    ("""<a href=" javascript:x()">x</a>""", "href is a script"),
    ("{{ title|safe }}", "|safe turns escaping off"),
    ("{{ titles|safeseq }}", "|safeseq turns escaping off"),
    ("{% autoescape off %}", "{% autoescape off %} turns escaping off"),
    ("<p class={{ title }}>", "class={{ title }} needs quotes"),
    ("<p {% if a %}class={% firstof title %}{% endif %}>", "class={% firstof title %}{% endif %} needs quotes"),
    ("<form>{% csrf_token %}</form>", "<form> without method get or post"),
    ('<form method="post"></form>{% csrf_token %}', "a form that posts without {% csrf_token %}"),
    ('<form method="POST">{# {% csrf_token %} #}</form>', "a form that posts without {% csrf_token %}"),
    ("<p>The Gate is open</p>", '"Gate" is not a word for pages'),
    ("<p>2 findings</p>", '"findings" is not a word for pages'),
    ("<p>{{ n }} exception{{ n }}</p>", '"exception" is not a word for pages'),
    ("<p>Ask an SME</p>", '"SME" is not a word for pages'),
    ("<p>Sign-off</p>", '"Sign-off" is not a word for pages'),
    ("{% endblock %\\}}", "{% that is never closed"),
]

FINE = [
    GOOD_FORM,
    '<form method="get" action="/projects/"><input name="q" value="{{ q }}"></form>',
    '<div data-hx-get="{% url "x" %}?v={{ project.version }}" data-hx-trigger="poll" data-hx-target="#latest" data-hx-swap="innerHTML">',
    '{% url "x" as there %}<a data-hx-get="{{ there }}" data-hx-target="#a" data-hx-swap="outerHTML">x</a>',
    "<p{% if a > b %} class=\"a{% if c == 'd' %} e{% endif %}\"{% endif %} title='{{ title }}' hidden>x</p>",
    '<script src="{% static "app.js" %}" defer></script>',
    "{# the gate #}<!-- style=\"x\" -->{% comment %}{{ finding|safe }}{% endcomment %}{% include 'parts/gate.html' %}",
    '<p id="gate">{{ finding.says }} The delegate navigates safely</p>',
    "<p>{{ a|safe_name }}</p>",
    "<blockquote><p>Invite core buying team SMEs</p></blockquote>",
]


@pytest.mark.parametrize(("source", "says"), BREACHES)
def test_a_rule_catches_its_breach(source, says):
    assert [b.says for b in breaches("\n" + source)] == [says]
    assert breaches("\n" + source)[0].line == 2


@pytest.mark.parametrize("source", FINE)
def test_what_keeps_the_rules_passes(source):
    assert breaches(source) == []


@pytest.mark.parametrize("source", ["mark_safe(x)", "from x import SafeString", "Template(autoescape=False)"])
def test_python_may_not_turn_escaping_off(source):
    assert len(breaches_in_python(source)) == 1


def test_our_templates_keep_the_rules():
    assert all_breaches() == []


@pytest.mark.parametrize("name", sorted(str(p.relative_to(ROOT / "templates")) for p in (ROOT / "templates").rglob("*.html")))
def test_our_templates_compile(name):
    assert engines["django"].get_template(name)
