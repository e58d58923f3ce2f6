"""An address to send to people, drawn so that it breaks between its parts only, never inside a word."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def drawn(address: str) -> SafeString:
    """As one piece of text, chosen whole by one press."""
    *parts, last = address.split("/")
    pieces = [f"{part}/" for part in parts] + ([last] if last else [])
    return format_html('<span class="address">{}</span>', format_html_join("", "<span>{}</span><wbr>", ((piece,) for piece in pieces)))
