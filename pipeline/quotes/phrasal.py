"""What a reporting verb tells without a clause: infinitives after their subject, accusations, demands.

Here belong "urged the council to close it", "accused the mayor of hiding it", "criticised the firm for selling it",
"called for the road to be closed": speech that the parse ties to the verb as an object with an infinitive or a
preposition. Clauses with a finite verb are in ``clauses``.
"""

from typing import Final

from pipeline.quotes.cues import CueVerb
from pipeline.quotes.phrases import Span
from pipeline.quotes.words import Words
from pipeline.word_lists import listed

ASKING: Final = frozenset(
    listed("urge ask order beg implore beseech encourage advise instruct warn counsel command request tell exhort")
)
"""Verbs with somebody and an infinitive: what that person is to do."""
OWNING_UP: Final = frozenset(listed("deny admit acknowledge confess suggest propose recommend recall advocate advise"))
"""Verbs whose content may be a gerund: what was denied, admitted, proposed."""
ACCUSING: Final = frozenset(("accuse",))
JUDGING: Final = frozenset(
    listed(
        """
        criticize criticise blast slam blame praise denounce condemn fault mock chide chastise commend
        rebuke lambaste berate castigate deride attack hail
        """
    )
)
"""Verbs with somebody or something, and what for."""
DESCRIBING: Final = frozenset(
    listed("describe portray depict characterize characterise denounce dismiss decry deride hail condemn cast praise")
)
OBJECTS: Final = ("dobj", "pobj", "dative")
NO_DEMANDS: Final = frozenset(
    listed("help assistance backup ambulance taxi cab police doctor nurse quiet silence order time attention more it")
)
"""What is called for by calling out, or by circumstances, rather than in public."""
CALLERS_WITHOUT_WORDS: Final = frozenset(
    listed(
        """
        it this that which plan plans bill law budget deal recipe situation time moment job work role design rule rules
        contract agreement scheme occasion script proposal forecast forecasts resolution treaty article section clause
        decree statute charter ordinance motion legislation measure measures guidelines standard standards programme
        program strategy text code constitution
        """
    )
)
DURATIONS: Final = frozenset(listed("minutes hours days nights weeks months years decades while time hour day week"))
EVERYONE: Final = frozenset(listed("anyone anybody everyone everybody those people witnesses residents"))
MAX_OBJECT: Final = 14
SHORT_OBJECT: Final = 2


def phrasal_contents(words: Words, verb: CueVerb) -> list[Span]:
    """Return the tokens of what a verb of asking, accusing, judging or calling for tells; nothing for other verbs."""
    if verb.base in ASKING:
        return _asked(words, verb.token) or _for_somebody(words, verb.token)
    if verb.base == "call":
        caller = verb.subject
        if caller is not None and words.lower[caller] in CALLERS_WITHOUT_WORDS:
            return []
        return _for_somebody(words, verb.token) or _called_for(words, verb)
    if verb.base in OWNING_UP:
        return _gerund(words, verb)
    if verb.base in ACCUSING:
        return _with_preposition(words, verb.token, ("of",))
    if verb.base in JUDGING:
        found = _with_preposition(words, verb.token, ("for", "over"))
        if found:
            return found
    if verb.base in DESCRIBING and not _dismisses_person(words, verb):
        return _with_preposition(words, verb.token, ("as",))
    return []


def _dismisses_person(words: Words, verb: CueVerb) -> bool:
    """Whether somebody is removed from an office rather than something called unimportant."""
    thing = words.child(verb.token, "dobj")
    is_person = thing is not None and (words.tag[thing].startswith("PRP") or words.doc[thing].ent_type_ == "PERSON")
    return verb.base in ("dismiss", "cast") and is_person


def _asked(words: Words, verb: int) -> list[Span]:
    """Whom, and what they are to do: "urged the people of Graz to stay"; one word for the former is left out."""
    for kid in words.kids[verb]:
        if kid < verb or words.tag[kid] != "VB":
            continue
        if words.dep[kid] not in ("xcomp", "ccomp") or words.child(kid, "mark") is not None:
            continue
        if not _has_to(words, kid):
            continue
        begin = _addressee_begin(words, verb, kid)
        return [(begin, words.right(kid) + 1)] if begin is not None else []
    everyone = words.child(verb, "dobj")
    if everyone is None or words.lower[everyone] not in EVERYONE or everyone < verb:
        return []
    for at in range(everyone + 1, min(words.right(verb) + 1, everyone + MAX_OBJECT)):
        if words.tag[at] == "VB" and words.dep[at] in ("acl", "relcl") and _has_to(words, at):
            return [(words.left(everyone), words.right(at) + 1)]
    return []


def _has_to(words: Words, verb: int) -> bool:
    return any(words.tag[kid] == "TO" and kid < verb for kid in words.kids[verb])


def _addressee_begin(words: Words, verb: int, infinitive: int) -> int | None:
    """Where the one asked begins, or the infinitive after a short one; null where nobody is asked."""
    to = min(kid for kid in words.kids[infinitive] if words.tag[kid] == "TO")
    start = to - 1 if words.lower[to - 1] == "not" else to
    person = words.child(infinitive, "nsubj")
    if person is None or not verb < person < start:
        person = next((k for k in words.kids[verb] if verb < k < start and words.dep[k] in OBJECTS), None)
    if person is None:
        return None
    begin = words.left(person)
    if words.right(person) + 1 != start and not begin < start <= words.right(person):
        return None
    named = [t for t in range(begin, start) if words.tag[t] not in ("DT", "PRP$", "RB")]
    return start if len(named) < SHORT_OBJECT else begin


def _gerund(words: Words, verb: CueVerb) -> list[Span]:
    """What was denied, admitted or proposed: "denied opening the gate"."""
    for kid in words.kids[verb.token]:
        if kid < verb.token or words.run[kid] >= 0:
            continue
        is_gerund = words.tag[kid] == "VBG" and words.dep[kid] in ("xcomp", "ccomp", "dobj")
        if is_gerund and words.left(kid) > verb.token:
            return [(words.left(kid), words.right(kid) + 1)]
    return []


def _for_somebody(words: Words, verb: int) -> list[Span]:
    """What somebody or something is to do or be, after "for": "called for the road to be closed"."""
    for kid in words.kids[verb]:
        mark = words.child(kid, "mark")
        if kid > verb and mark is not None and words.lower[mark] == "for" and words.run[mark] < 0:
            return [(mark + 1, words.right(kid) + 1)]
    return []


def _called_for(words: Words, verb: CueVerb) -> list[Span]:
    """What was called for, and what somebody was called on to do."""
    index = verb.token
    if words.child(index, "dobj") is not None:
        return []
    for kid in words.kids[index]:
        if kid > index + MAX_OBJECT:
            break
        if kid < index or words.dep[kid] != "prep" or words.lower[kid] not in ("for", "on", "upon"):
            continue
        if any(words.run[t] >= 0 for t in range(index, kid + 1)):
            continue
        head = words.child(kid, "pobj", "pcomp")
        if head is None or kid + 1 >= words.size:
            continue
        end = words.right(kid) + 1
        infinitive = next(
            (k for k in words.kids[index] if k > kid and words.dep[k] in ("xcomp", "advcl") and _has_to(words, k)), None
        )
        if infinitive is not None:
            end = max(end, words.right(infinitive) + 1)
        if words.lower[kid] == "for":
            if words.lower[head] in NO_DEMANDS:
                continue
            return [(kid + 1, end)]
        if infinitive is not None or _has_infinitive(words, head):
            return [(kid + 1, end)]
    return []


def _has_infinitive(words: Words, noun: int) -> bool:
    return any(
        words.dep[k] in ("acl", "relcl", "xcomp") and words.tag[k] == "VB" and _has_to(words, k)
        for k in words.kids[noun]
    )


def _with_preposition(words: Words, verb: int, prepositions: tuple[str, ...]) -> list[Span]:
    """Somebody or something, and what of or what for: from the object to the end of the preposition's phrase."""
    thing = next((k for k in words.kids[verb] if k > verb and words.dep[k] in ("dobj", "nsubj", "ccomp")), None)
    if thing is None:
        return []
    for kid in (*words.kids[verb], *words.kids[thing]):
        if kid < thing or kid - thing > MAX_OBJECT or words.dep[kid] != "prep" or words.lower[kid] not in prepositions:
            continue
        if words.run[kid] >= 0 or words.child(kid, "pobj", "pcomp", "amod", "prep") is None:
            continue
        reason = words.child(kid, "pobj")
        if reason is not None and words.lower[reason] in DURATIONS:
            continue
        if _is_fragment(words, kid + 1):
            continue  # what is credited is the fragment alone
        return [(words.left(thing), words.right(kid) + 1)]
    return []


def _is_fragment(words: Words, index: int) -> bool:
    """Whether a fragment in marks begins here, after an article at most."""
    at = index + 1 if index + 1 < words.size and words.tag[index] in ("DT", "PRP$") else index
    return at < words.size and words.run[at] >= 0
