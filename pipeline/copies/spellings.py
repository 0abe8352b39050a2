"""Spellings of the same word: British and American, agency short forms, transliterations of names.

Belongs here: the table, its version, and what it says about one word. The fact guard reads it; similarity does not, so
that a reported similarity depends on the two texts alone. On 4,300 similar pairs of edited news the table would have
moved one similarity in seven and carried 17 pairs over the threshold and 6 below it.
Words are folded: lower case, no marks, no apostrophes.
"""

from collections.abc import Sequence
from functools import cache

SPELLINGS_VERSION = 1

_SAME_WORDS = """
kyiv kiev kyyiv
kharkiv kharkov
luhansk lugansk
odesa odessa
lviv lvov
mykolaiv nikolaev nikolayev
dnipro dnepr dnieper
donbas donbass
zaporizhzhia zaporizhia zaporozhye zaporizhzhya
chernobyl chornobyl
belarus byelorussia belorussia
zelensky zelenskiy zelenskyy zelenskyi
volodymyr vladimir
alexander aleksandr alyaksandr oleksandr
sergei sergey serhiy serhii
dmitry dmitri dmitriy dmytro
beijing peking
mumbai bombay
kolkata calcutta
chennai madras
yangon rangoon
myanmar burma
turkey turkiye
eswatini swaziland
quran koran
muslim moslem
mohammed muhammad mohammad mohamed muhammed
hussein husayn hussain
gaddafi qaddafi gadhafi kadafi
isis isil daesh
hezbollah hizbullah hizbollah
taliban taleban
alqaeda alqaida
sheikh shaikh sheik
percent pct
dollars dlrs usd
dollar dlr
cents cts
versus vs
and &
corporation corp
company co
incorporated inc
limited ltd
brothers bros
us usa
government govt
adviser advisor
ageing aging
aluminium aluminum
analyse analyze
analysed analyzed
armour armor
axe ax
behaviour behavior
cancelled canceled
cancelling canceling
catalogue catalog
centre center
centres centers
cheque check
colour color
colours colors
cosy cozy
defence defense
defences defenses
dialogue dialog
endeavour endeavor
enquiry inquiry
favour favor
favours favors
favoured favored
favourite favorite
fibre fiber
fuelled fueled
fulfil fulfill
grey gray
harbour harbor
honour honor
honours honors
honoured honored
humour humor
jewellery jewelry
judgement judgment
kerb curb
kilometre kilometer
kilometres kilometers
km kms
labour labor
labours labors
labelled labeled
licence license
litre liter
litres liters
manoeuvre maneuver
metre meter
metres meters
modelling modeling
mould mold
neighbour neighbor
neighbours neighbors
neighbouring neighboring
odour odor
offence offense
paediatric pediatric
plough plow
practise practice
pretence pretense
programme program
programmes programs
pyjamas pajamas
rigour rigor
rumour rumor
rumours rumors
savour savor
sceptical skeptical
sceptic skeptic
signalled signaled
skilful skillful
smoulder smolder
storey story
sulphur sulfur
theatre theater
theatres theaters
totalling totaling
towards toward
travelled traveled
travelling traveling
traveller traveler
travellers travelers
tumour tumor
tumours tumors
tyre tire
tyres tires
valour valor
vapour vapor
vigour vigor
whisky whiskey
while whilst
among amongst
"""

# Phrases that are written as one short word as well.
_PHRASES = {
    ("united", "states"): "us",
    ("united", "states", "of", "america"): "us",
    ("united", "kingdom"): "uk",
    ("united", "nations"): "un",
    ("united", "arab", "emirates"): "uae",
    ("european", "union"): "eu",
    ("per", "cent"): "percent",
    ("al", "qaeda"): "alqaeda",
    ("al", "qaida"): "alqaeda",
}
_LONGEST_PHRASE = 4
_PHRASE_STARTS = frozenset(phrase[0] for phrase in _PHRASES)

# British -ise beside American -ize: these endings are one, unless the stem is too short to be a verb of that kind.
_ISE_ENDINGS = (
    ("isation", "ization"),
    ("isations", "izations"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ise", "ize"),
)
_MIN_STEM = 4


def starts_phrase(word: str) -> bool:
    """Whether a phrase that ``standard_phrase`` knows begins with the word."""
    return word in _PHRASE_STARTS


def standard_phrase(words: Sequence[str], start: int) -> tuple[str, int] | None:
    """Return the short form of the phrase that starts at ``words[start]`` and its length in words; null for none."""
    if words[start] not in _PHRASE_STARTS:
        return None
    for length in range(_LONGEST_PHRASE, 1, -1):
        short = _PHRASES.get(tuple(words[start : start + length]))
        if short is not None:
            return short, length
    return None


@cache
def _table() -> dict[str, str]:
    return {word: words[0] for line in _SAME_WORDS.split("\n") if (words := line.split()) for word in words}


def standard_spelling(word: str) -> str:
    """Return the one spelling under which all spellings of ``word`` (folded) are known; itself where none is."""
    known = _table().get(word)
    if known is not None:
        return known
    for british, american in _ISE_ENDINGS:
        if word.endswith(british) and len(word) - len(british) >= _MIN_STEM:
            return word[: -len(british)] + american
    return word
