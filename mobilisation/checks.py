"""The check without which the site does not start: every address says who may open it."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

from mobilisation.access import rule_of


def every_address_has_a_rule(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """An error for each address whose view neither carries a rule nor is listed in THIRD_PARTY_VIEWS with a reason."""
    return [
        Error(
            f"Nothing says who may open {where}",
            hint="Decorate its view with public, signed_in or project_view, or list it in THIRD_PARTY_VIEWS with the reason.",
            id="mobilise.E001",
        )
        for where in without_rule(get_resolver())
    ]


def without_rule(resolver: URLResolver) -> list[str]:
    """The addresses under `resolver` that have no rule, each as "/path/ (name)"."""
    return [f"/{route} ({name})" for route, name, view in addresses(resolver) if not rule_of(view) and not listed(name)]


def addresses(resolver: URLResolver, route: str = "", namespace: str = "") -> Iterator[tuple[str, str, Any]]:
    """Each address: its route, its name with its namespace, its view."""
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield here, namespace + (pattern.name or ""), pattern.callback
        else:
            yield from addresses(pattern, here, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))


def listed(name: str) -> bool:
    """Whether a view of a package is listed, by its name or by its namespace."""
    return any(name == known or (known.endswith(":") and name.startswith(known)) for known in settings.THIRD_PARTY_VIEWS)
