"""Words that turn a sentence round: negations, and pairs of opposites.

Belongs here: the lists. What a difference in them means is the fact guard's business. Words are folded: lower case, no
apostrophes (``can't`` is ``cant``).
"""

from functools import cache

from pipeline.copies.wordlists import word_set

NEGATIONS = word_set(
    """
    not no never none nobody nothing nowhere neither nor cannot without hardly barely aint arent cant couldnt didnt
    doesnt dont hadnt hasnt havent isnt mightnt mustnt neednt shant shouldnt wasnt werent wont wouldnt
    """
)

# Each entry, up to a semicolon: one side, a bar, the other side. Words of one side are not opposites of each other.
_OPPOSITES = """
rose rise rises rising risen increased increase increases increasing grew grow grows growing grown gained gain
    gains up higher climbed climbs jumped jumps soared soars | fell fall falls falling fallen decreased decrease
    decreases decreasing shrank shrink shrinks dropped drop drops declined decline declines declining lost loss down
    lower slipped slips plunged plunges;
more most above over exceeding | less fewer least below under;
before earlier | after later;
accepted accept accepts accepting approved approve approves approving agreed agree agrees | rejected reject
    rejects rejecting refused refuse refuses refusing disapproved;
confirmed confirm confirms confirming | denied deny denies denying;
allowed allow allows allowing permitted permit permits | banned ban bans barred bars forbade forbidden
    prohibited prohibits prohibit;
won win wins winning victory | lost lose loses losing defeat;
success succeeded succeeds successful successfully | failure failed fails fail unsuccessful unsuccessfully;
true correct right | false incorrect wrong;
always | never;
all | none some;
with including | without excluding;
for supported support supports backed backs favoured favored | against opposed oppose opposes opposing;
began begin begins started start starts starting opened opens opening | ended end ends ending stopped stop stops
    stopping closed closes closing halted halts;
arrived arrive arrives entered enters enter | left leave leaves departed departs depart;
killed dead deaths | injured wounded injuries hurt;
guilty convicted | innocent acquitted;
legal lawful | illegal unlawful;
likely possible probable | unlikely impossible improbable;
safe | unsafe dangerous;
strong stronger strengthened strengthens | weak weaker weakened weakens;
good better best improved improves positive | bad worse worst worsened worsens negative;
first | last;
north northern | south southern;
east eastern | west western;
left | right;
maximum | minimum;
profit profits | loss losses;
import imports imported | export exports exported;
buy buys bought buying | sell sells sold selling;
attacked attack attacks | defended defend defends;
present | absent;
public | private;
male man men | female woman women;
father son brother husband he his him | mother daughter sister wife she her hers;
day | night;
morning | evening afternoon;
friend ally allies | enemy enemies foe;
peace | war;
freed released release | jailed arrested detained imprisoned;
raised raise raises raising | lowered lowers lowering cut cuts cutting reduced reduce reduces reducing;
majority | minority;
inside | outside
"""

_NEGATIVE_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
_MIN_STEM = 4


@cache
def _sides() -> dict[str, frozenset[tuple[int, int]]]:
    sides: dict[str, set[tuple[int, int]]] = {}
    for number, line in enumerate(_OPPOSITES.split(";")):
        for side, words in enumerate(line.split("|")):
            for word in words.split():
                sides.setdefault(word, set()).add((number, side))
    return {word: frozenset(places) for word, places in sides.items()}


def has_opposite(word: str) -> bool:
    """Whether the lists know an opposite of the word."""
    return word in _sides()


def are_opposites(word: str, other: str) -> bool:
    """Whether two words say the contrary of each other: by the lists, or by a prefix (``stable``, ``unstable``)."""
    if any((number, 1 - side) in _sides().get(other, ()) for number, side in _sides().get(word, ())):
        return True
    short, long = sorted((word, other), key=len)
    return len(short) >= _MIN_STEM and any(long == prefix + short for prefix in _NEGATIVE_PREFIXES)
