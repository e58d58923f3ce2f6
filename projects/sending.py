"""An address to send to people, drawn so that it breaks between its parts only, never inside a word."""

import re

from django.utils.html import format_html, format_html_join

PIECES = re.compile(r"(?:\w+://)?[^/]+/?")


def drawn(address: str) -> str:
    """As one piece of text, chosen whole by one press."""
    pieces = PIECES.findall(address)
    return format_html('<span class="address">{}</span>', format_html_join("", "<span>{}</span><wbr>", ((piece,) for piece in pieces)))
