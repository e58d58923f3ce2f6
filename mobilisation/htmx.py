"""Answer a POST with a part or a redirect; mark a view as a poll.

A view that changes something::

    @require_POST
    @project_view(OFFICER)
    def tick(request, project, milestone, criterion):
        ...
        page = {"template": "milestones/milestone.html", "parts": ["criterion", "completing"], "context": {...}}
        try:
            tick_criterion(...)
        except Refusal as refusal:                     # only where the page itself shows it better than the general answer does
            return answer(request, **page, refusal=refusal)
        return answer(request, **page, redirect_to=url, message="Criterion 1.2 marked as met. 3 of 4 criteria met.")

A browser gets 303 to `redirect_to` with the message; refused, the whole template with the status. htmx gets the parts of that same
template and the message in `#live`. The first part replaces the `data-hx-target`; each further part replaces the element whose id its
first tag carries, wherever that is on the page. A form with errors: `answer(request, **page, status=422)`. A `Refusal` that a view does
not catch is answered by `mobilisation.middleware.RefusalMiddleware`, so most views need no `try`.

A view that is asked again and again by the page: `@poll`, above `@project_view`; answer `HttpResponse(status=204)` when nothing is new.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django_htmx.http import HttpResponseClientRedirect

from mobilisation.refusals import Refusal

FIRST_TAG = re.compile(r"<[a-zA-Z][\w-]*")


class SeeOther(HttpResponseRedirect):
    """303: the answer to a POST that was done is the page at this address."""

    status_code = 303


def answer(
    request: HttpRequest,
    *,
    template: str,
    parts: Sequence[str] = (),
    context: Mapping[str, Any] | None = None,
    redirect_to: str = "",
    message: str = "",
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """What a POST is answered with: see the head of this module. Without `parts`, htmx is sent to `redirect_to` as a whole page."""
    context = {**(context or {}), "refusal": refusal}
    status = refusal.status if refusal else status
    done = status < 400
    if request.htmx and parts:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        return HttpResponse(drawn(request, template, parts, context) + live(refusal.says if refusal else message), status=status)
    if not done:
        return render(request, template, context, status=status)
    if message:
        messages.success(request, message)
    return HttpResponseClientRedirect(redirect_to) if request.htmx else SeeOther(redirect_to)  # type: ignore[attr-defined]  # as above


def drawn(request: HttpRequest, template: str, parts: Sequence[str], context: Mapping[str, Any]) -> str:
    """The parts of a template as they are now: the first for the target, the others out of band, by their ids."""
    first, *others = (render_to_string(f"{template}#{part}", context, request) for part in parts)
    return first + "".join(FIRST_TAG.sub(r'\g<0> data-hx-swap-oob="true"', other, count=1) for other in others)


def live(sentence: str) -> str:
    """One sentence for the live region, out of band; nothing for no sentence."""
    return format_html('<div data-hx-swap-oob="innerHTML:#live">{}</div>', sentence) if sentence else ""


def poll(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view is a poll: asked by the page, not by the person, so it does not keep a session alive."""
    view.is_poll = True  # type: ignore[attr-defined]  # read by SessionTimeMiddleware
    return view
