"""What is sent to people: an address, drawn so that it breaks between its parts only, never inside a word; an e-mail, written."""

import re
from urllib.parse import quote

from django.utils.html import format_html, format_html_join

PIECES = re.compile(r"(?:\w+://)?[^/]+/?")


def drawn(address: str) -> str:
    """As one piece of text, chosen whole by one press."""
    pieces = PIECES.findall(address)
    return format_html('<span class="address">{}</span>', format_html_join("", "<span>{}</span><wbr>", ((piece,) for piece in pieces)))


def mail_to(email: str, subject: str, body: str) -> str:
    """A link that opens the mail program with the e-mail written; nothing is sent. `email` may be empty."""
    return f"mailto:{quote(email)}?subject={quote(subject)}&body={quote(body)}"
