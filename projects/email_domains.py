"""Which e-mail domains an agency may list: its own, never a public mail provider's. Knows no database."""

from __future__ import annotations

import re
from collections.abc import Iterable

SHAPE = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")

# Anybody can have an address here: listing one would let anybody start projects in the agency's name.
# fmt: off
PUBLIC = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "outlook.com.au", "hotmail.com", "hotmail.com.au", "live.com", "live.com.au",
    "msn.com", "yahoo.com", "yahoo.com.au", "ymail.com", "rocketmail.com", "icloud.com", "me.com", "mac.com", "aol.com",
    "proton.me", "protonmail.com", "pm.me", "gmx.com", "gmx.net", "mail.com", "zoho.com", "fastmail.com", "fastmail.fm", "hey.com",
    "tutanota.com", "tuta.io", "yandex.com", "qq.com", "163.com", "bigpond.com", "bigpond.com.au", "bigpond.net.au",
    "optusnet.com.au", "iinet.net.au", "tpg.com.au", "internode.on.net", "ozemail.com.au", "westnet.com.au", "dodo.com.au",
})
# fmt: on


def tidy(domains: Iterable[str]) -> list[str]:
    """In small letters, each once, in the order they came in."""
    return list(dict.fromkeys(domain.strip().lower().rstrip(".") for domain in domains if domain.strip()))


def why_not(domain: str) -> str:
    """Why a tidy domain cannot be listed, as a sentence; nothing where it can."""
    if "@" in domain:
        return f"Leave out everything up to the @: “{domain.rpartition('@')[2] or 'des.example'}”, not “{domain}”"
    if "." not in domain:
        return f"“{domain}” has no dot: enter the whole part after the @, such as “des.nsw.gov.au”"
    if not SHAPE.fullmatch(domain):
        return f"“{domain}” is not an e-mail domain: letters, digits and hyphens, parted by dots"
    if domain in PUBLIC:
        return f"“{domain}” is a public mail provider: anybody could start projects for the agency with an address there"
    return ""
