"""Money: symbols, names and ISO 4217 codes, before and after the number; data and two look-ups."""

import re

import pycountry

from pipeline.word_lists import listed

CODES = frozenset(currency.alpha_3 for currency in pycountry.currencies)
"""Every ISO 4217 code; matched only in capitals."""

GLUED_CODES = frozenset(
    listed(
        """
    USD EUR GBP CHF JPY CNY INR AUD CAD NZD SGD HKD SEK NOK DKK ZAR BRL RUB PKR LKR NPR KES NGN PLN CZK HUF TRY MXN
    THB IDR VND PHP MYR KRW ILS SAR AED EGP UAH RON BDT
    """
    )
)
"""Codes that are believed right before the digits; of the others some are more often names ("COP26")."""

SYMBOLS = {
    "$": "USD", "US$": "USD", "U.S.$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
    "HK$": "HKD", "NZ$": "NZD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "Mex$": "MXN", "MX$": "MXN",
    "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH",
    "₪": "ILS", "₦": "NGN", "฿": "THB", "₫": "VND", "₱": "PHP", "₵": "GHS", "₸": "KZT", "₾": "GEL",
    "₿": "BTC", "¢": "cent", "Rs": "INR", "Rs.": "INR", "RM": "MYR", "Rp": "IDR", "Rp.": "IDR", "Tk": "BDT",
    "Tk.": "BDT", "R": "ZAR", "GH₵": "GHS", "KSh": "KES", "Ksh": "KES", "KSh.": "KES", "Sh": "KES",
    "Fr": "CHF",
}  # fmt: skip

NAMES = {
    "dollar": "USD", "us dollar": "USD", "u.s. dollar": "USD", "american dollar": "USD", "buck": "USD",
    "australian dollar": "AUD", "canadian dollar": "CAD", "hong kong dollar": "HKD",
    "singapore dollar": "SGD", "new zealand dollar": "NZD", "taiwan dollar": "TWD",
    "new taiwan dollar": "TWD", "euro": "EUR", "pound": "GBP", "pound sterling": "GBP",
    "british pound": "GBP", "egyptian pound": "EGP", "lebanese pound": "LBP", "syrian pound": "SYP",
    "sudanese pound": "SDG", "quid": "GBP", "yen": "JPY", "japanese yen": "JPY", "yuan": "CNY",
    "renminbi": "CNY", "chinese yuan": "CNY", "rmb": "CNY", "rupee": "INR", "indian rupee": "INR",
    "pakistani rupee": "PKR", "sri lankan rupee": "LKR", "nepalese rupee": "NPR", "won": "KRW",
    "south korean won": "KRW", "ruble": "RUB", "rouble": "RUB", "russian ruble": "RUB", "hryvnia": "UAH",
    "ukrainian hryvnia": "UAH", "lira": "TRY", "turkish lira": "TRY", "swiss franc": "CHF", "franc": "CHF",
    "cfa franc": "XOF", "krona": "SEK", "swedish krona": "SEK", "norwegian krone": "NOK",
    "danish krone": "DKK", "swedish crown": "SEK", "norwegian crown": "NOK", "danish crown": "DKK",
    "czech crown": "CZK", "koruna": "CZK", "ringgit": "MYR", "shekel": "ILS", "israeli shekel": "ILS",
    "rand": "ZAR", "real": "BRL", "brazilian real": "BRL", "mexican peso": "MXN", "philippine peso": "PHP",
    "argentine peso": "ARS", "colombian peso": "COP", "chilean peso": "CLP", "cuban peso": "CUP",
    "baht": "THB", "thai baht": "THB", "rupiah": "IDR", "indonesian rupiah": "IDR", "dong": "VND",
    "vietnamese dong": "VND", "naira": "NGN", "cedi": "GHS", "kenyan shilling": "KES",
    "ugandan shilling": "UGX", "tanzanian shilling": "TZS", "riyal": "SAR", "saudi riyal": "SAR",
    "qatari riyal": "QAR", "dirham": "AED", "zloty": "PLN", "koruny": "CZK", "forint": "HUF", "kuna": "HRK",
    "lari": "GEL", "taka": "BDT", "bitcoin": "BTC", "kuwaiti dinar": "KWD", "iraqi dinar": "IQD",
    "leu": "RON", "lei": "RON", "lev": "BGN", "leva": "BGN", "tenge": "KZT", "birr": "ETB", "kwacha": "ZMW",
    "dram": "AMD", "manat": "AZN", "somoni": "TJS", "som": "KGS", "dlr": "USD", "us dlr": "USD",
    "canadian dlr": "CAD", "stg": "GBP", "ct": "cent", "peso": "peso", "dinar": "dinar",
    "shilling": "shilling", "cent": "cent", "pence": "penny", "penny": "penny",
}  # fmt: skip
"""Names in the singular. A bare "peso", "dinar" or "shilling" is many countries' and keeps its name; "dollar" is US."""

_IRREGULAR_PLURALS = {
    "kronor": "krona",
    "kroner": "krone",
    "reais": "real",
    "pence": "pence",
    "lei": "lei",
    "zlotys": "zloty",
}
_BEFORE = re.compile(
    r"(?:(?P<code>(?<![A-Za-z])[A-Z]{3})|(?P<symbol>(?<![A-Za-z])(?:(?:U\.S\.|US|AU|CA|HK|NZ|NT|Mex"
    r"|MX)[ \u00a0]?|[ACSR])\$"
    r"|GH₵|[$€£¥₹₽₩₺₴₪₦฿₫₱₵₸₾₿]|(?<![A-Za-z])(?:Rs\.?|RM|Rp\.?|Tk\.?|KSh\.?|Ksh|R)))[ \u00a0]?$"
)
_AFTER_SYMBOL = re.compile(r"[ \u00a0]?(US\$|[$€£¥₹₽₩₺₴₪₦฿₫₱₵¢])")
_AFTER_CODE = re.compile(r"[ \u00a0]([A-Z]{3})(?![A-Za-z])")
_PENCE = re.compile(r"p(?![\w])")


def currency_before(text: str, start: int) -> tuple[str, int] | None:
    """Return the currency that stands right before a number, and where it starts; null where there is none."""
    match = _BEFORE.search(text[max(0, start - 7) : start])
    if not match:
        return None
    begins = max(0, start - 7) + match.start()
    if match["code"]:
        is_glued = begins + len(match["code"]) == start
        known = GLUED_CODES if is_glued else CODES
        return (match["code"], begins) if match["code"] in known else None
    symbol = match["symbol"].replace(" ", "").replace("\u00a0", "")
    return SYMBOLS[symbol], begins


def currency_after(text: str, end: int) -> tuple[str, int] | None:
    """Return the currency symbol or code that stands right after a number, and where it ends."""
    if match := _AFTER_SYMBOL.match(text, end):
        if re.match(r"\d", text[match.end() : match.end() + 1]):
            return None
        return SYMBOLS[match[1]], match.end()
    if (match := _AFTER_CODE.match(text, end)) and match[1] in CODES:
        return match[1], match.end()
    if _PENCE.match(text, end):
        return "penny", end + 1
    return None


def currency_name(word: str) -> str | None:
    """Return the code of a currency's name in singular or plural, lower case ("rupees" -> "INR")."""
    word = _IRREGULAR_PLURALS.get(word, word)
    return NAMES.get(word) or NAMES.get(word.removesuffix("s"))
