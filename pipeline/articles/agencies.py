"""News agencies and photo agencies, by the names under which articles credit them.

The list is our own. Which agency an article credits is decided in ``credits.py``.
"""

import re

NAMES = (
    "Associated Press", "AP Photo", "AP", "Thomson Reuters", "Reuters", "Agence France-Presse",
    "Agence France Presse", "AFP", "dpa", "DPA", "Deutsche Presse-Agentur", "PTI", "Press Trust of India", "ANI",
    "IANS", "UNI", "Xinhua", "TASS", "Itar-Tass", "Sputnik", "RIA Novosti", "Interfax-Ukraine", "Interfax",
    "Ukrinform", "UNIAN", "BelTA", "Belta", "UPI", "Bloomberg News", "Bloomberg", "EFE", "ANSA", "Kyodo News",
    "Kyodo", "Jiji Press", "Jiji", "Yonhap", "Anadolu Agency", "Anadolu", "PA Media", "Press Association", "PA",
    "AAP", "Australian Associated Press", "Canadian Press", "The Canadian Press", "Belga", "ANP", "APA",
    "Keystone-SDA", "Tanjug", "Hina", "Lusa", "NTB", "TT", "STT", "Ritzau", "CTK", "ČTK", "PAP", "MTI", "Agerpres",
    "BTA", "WAM", "SPA", "IRNA", "Fars", "Tasnim", "WAFA", "MENA", "Antara", "Bernama", "APP", "KUNA", "Petra",
    "News Agency of Nigeria", "NAN", "SAPA", "Getty Images", "Getty", "EPA-EFE", "EPA", "Shutterstock", "Alamy",
    "ZUMA Press", "Zuma", "Maxar", "Al Jazeera", "CNN", "BBC", "RFE/RL", "TNS", "Tribune News Service",
    "news agencies", "agencies", "Agencies", "wire reports", "wire services",
)  # fmt: skip
_ALTERNATIVES = "|".join(re.escape(name) for name in sorted(NAMES, key=lambda name: (-len(name), name)))
# Agencies that are not in the list, by what their names end with.
_UNLISTED = (
    r"(?:[^\W\d_a-z][\w’'-]{1,20}\s){1,3}(?:News\s|Press\s|Telegraph\s)?(?:Agency|Newswire|Wire)"
    r"|(?:[^\W\d_a-z][\w’'-]{1,20}\s){1,3}(?:News|Wire)\sService"
)
AGENCY = re.compile(rf"(?<![^\W_])(?:{_ALTERNATIVES}|{_UNLISTED})(?![^\W_])")


def agency_in(text: str) -> str | None:
    """Return the first agency that ``text`` names, as written, or null."""
    match = AGENCY.search(text)
    return match[0].removesuffix(" Photo") if match else None


def is_agency(text: str) -> bool:
    """Tell whether ``text`` is nothing but the name of an agency."""
    return AGENCY.fullmatch(text.strip().removeprefix("The ").removeprefix("the ")) is not None
