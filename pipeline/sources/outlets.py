"""Who published an article: the outlet's name and its registered domain.

Works on what the article and its surroundings say; nothing is looked up on the network. Agencies that an article
credits are not outlets; they are found in ``pipeline.articles``.
"""

import re
from urllib.parse import urlsplit

from tld import get_fld

from pipeline.records import Record
from pipeline.sources.visible import UNSEEN

HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_][\w-]{1,62}\.?")
MAX_NAME_CHARS = 120
MAX_URL_CHARS = 2000


class Outlet(Record, frozen=True, kw_only=True):
    """The name and the registered domain of a publisher, as far as they are known."""

    name: str | None = None
    domain: str | None = None


def clean_url(value: object) -> str | None:
    """Return ``value`` if it is an absolute http(s) address without white space, else null."""
    if not isinstance(value, str):
        return None
    url = value.strip()
    if len(url) > MAX_URL_CHARS or re.search(r"[\s\x00-\x1f<>\"]", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme.lower() in {"http", "https"} and host else None


def registered_domain(value: str | None) -> str | None:
    """Return the registered domain ("example.co.uk") of an address or a host name, or null."""
    if not value:
        return None
    url = value.strip() if "://" in value else f"http://{value.strip()}"
    if clean_url(url) is None:
        return None
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    if not HOST.fullmatch(host):
        return None
    domain = get_fld(f"http://{host}/", fail_silently=True)
    # A host under no public suffix is a name of somebody's own network; it names the outlet all the same.
    return str(domain) if domain else host.removeprefix("www.")


def outlet_of(said: object = None, url: str | None = None, domain: str | None = None) -> Outlet:
    """Return the outlet from what a format says of it (a name, a domain, an address, or a mapping), and the URL.

    ``domain`` is one that the format gives apart from the name.
    """
    name: str | None = None
    said_domain: str | None = None
    if isinstance(said, dict):
        for key in ("name", "title", "id"):
            if isinstance(said.get(key), str) and said[key].strip():
                name = said[key]
                break
        for key in ("domain", "url", "href", "uri"):
            if isinstance(said.get(key), str):
                said_domain = registered_domain(said[key])
                break
    elif isinstance(said, str) and said.strip():
        if clean_url(said) is not None or (" " not in said.strip() and HOST.fullmatch(said.strip())):
            said_domain = registered_domain(said)
        else:
            name = said
    name = UNSEEN.sub("", " ".join(name.split()))[:MAX_NAME_CHARS] if name else None
    return Outlet(name=name or None, domain=registered_domain(domain) or registered_domain(url) or said_domain)
