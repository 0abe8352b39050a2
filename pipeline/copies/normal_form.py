"""The normal form: what is left of a text when case, marks, punctuation and digit grouping do not count.

Belongs here: the one function that turns a paragraph into the string that similarity is measured on, and its version.
Not here: spellings and number words (they would make the reported similarity depend on a word list; the fact guard
treats them as equal instead, see ``spellings`` and ``numerals``) and anything that compares two texts.
"""

import html
import re
import unicodedata

NORMAL_FORM_VERSION = 1
"""Counts up with every change that gives any text another normal form; stored indexes of another version are
rebuilt."""

# Invisible characters that split words without meaning anything: soft hyphen, zero-width and bidi marks, BOM.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_APOSTROPHES = re.compile("['\u2018\u2019\u201a\u201b\u02bc\u02b9\u0060\u00b4\u2032\uff07]")
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
# 1,234,567 and the Indian 12,34,567: the last group has three digits, those before it two or three. At most six groups
# of two are looked at (ten crore crore), so that a line of commas and digits stays linear.
_GROUPED = re.compile(r"(?<=\d),(?=(?:\d{2},){0,6}\d{3}(?!\d))")
_TOKEN = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")


def fold(text: str) -> str:
    """Return ``text`` without case, marks, apostrophes, invisible characters and digit grouping; spaces are kept."""
    if "&" in text:
        text = html.unescape(text)
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
        text = unicodedata.normalize("NFKC", text)
    text = _APOSTROPHES.sub("", text)
    text = _ACRONYM.sub(lambda match: match[0].replace(".", ""), text)
    return _GROUPED.sub("", text)


def normal_form(text: str) -> str:
    """Return the normal form of ``text``: words and numbers, folded, with one space between them.

    HTML entities are unescaped; Unicode is brought to NFKC and case-folded; combining marks, apostrophes and invisible
    characters are dropped; single-letter acronyms are joined (``U.S.`` is ``us``); digit grouping is joined, Western
    and Indian (``1,50,000`` is ``150000``); a decimal point inside a number stays; all else that is neither letter
    nor digit separates words. Linear in the length of the text; never raises.
    """
    return " ".join(_TOKEN.findall(fold(text)))
