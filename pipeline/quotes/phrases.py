"""Noun phrases that speak: the subject of a cue and the words that name it.

Here belongs how a speaker's phrase is found from a verb and trimmed at appositives, relative clauses and datelines; who
that speaker is, is resolved over the article elsewhere.
"""

from typing import Final

from pipeline.quotes.words import MARKS, Words
from pipeline.word_lists import listed

SUBJECTS: Final = ("nsubj", "csubj")
RELATIVE_PRONOUNS: Final = frozenset(["who", "which", "that", "whom"])
NOUN_TAGS: Final = frozenset(["NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT", "FW"])
NAME_TAGS: Final = frozenset(("NNP", "NNPS"))
PHRASE_BREAKS: Final = MARKS | frozenset(
    listed(
        """
    , ; : — – -- ( ) [ ] / . ? !
    """
    )
)
LINKING_PREPOSITIONS: Final = frozenset(
    listed(
        """
    of for in from at with on to behind
    """
    )
)
NOT_SPEAKERS: Final = frozenset(
    listed(
        """
    there what that which nobody noone anyone neither none this these those today yesterday tomorrow all here let
    something nothing anything everything monday tuesday wednesday thursday friday saturday sunday
    """
    )
)
QUOTED_AS: Final = frozenset(("quoted", "cited", "reported", "heard", "recorded"))
THINGS_WITH_WORDS: Final = frozenset(
    listed(
        """
        sign signs banner banners placard placards poster posters shirt shirts t-shirt t-shirts hat hats cap caps sail
        sails sticker stickers card cards graffiti flag flags plaque button buttons
        """
    )
)
"""What bears words without saying them."""
DAYS: Final = frozenset(
    listed("monday tuesday wednesday thursday friday saturday sunday yesterday today tonight earlier later recently")
)
MAX_REACH: Final = 40
MAX_SPEAKER_WORDS: Final = 16

Span = tuple[int, int]
"""First token and token after the last."""


def subject(words: Words, verb: int) -> int | None:
    """Return the head of the phrase that does what the verb says, followed through coordination and participles."""
    current = verb
    for _ in range(5):
        found = (_quoted_one(words, current) if current != verb else None) or _own_subject(words, current)
        if found is not None:
            return found
        dep, head = words.dep[current], words.head[current]
        if head == current:
            return _subject_before(words, verb) or _subject_of_first(words, verb)
        if dep == "relcl":
            return head
        if dep == "acl" and words.tag[current] in ("VBG", "VBN"):
            return head
        follows = (
            dep in ("conj", "xcomp", "auxpass", "aux", "acomp", "attr", "oprd")
            or (dep in ("advcl", "ccomp", "pcomp", "dep") and words.tag[current] == "VBG")
            or (dep == "advcl" and words.tag[current] == "VB")
            or (dep == "prep")
        )
        if not follows:
            return _subject_before(words, verb)
        current = head
    return _subject_before(words, verb)


def _subject_before(words: Words, verb: int) -> int | None:
    """The noun right before a finite verb that the parse gives no subject."""
    if words.tag[verb] not in ("VBD", "VBZ", "VBP"):
        return None
    low = words.sentence_bounds[words.sentence_of[verb]][0]
    found = surface_phrase_before(words, verb, low)
    return found if found is not None and words.dep[found] not in ("dobj", "pobj") and words.run[found] < 0 else None


def _subject_of_first(words: Words, verb: int) -> int | None:
    """Who speaks in "Mayor defends plan, says it will work", of which the parse makes the first clause a complement."""
    if verb < 3 or words.raw[verb - 1] != "," or words.child(verb, "nsubj") is not None:
        return None
    first = words.child(verb, "ccomp")
    has_content = any(words.dep[kid] == "ccomp" and kid > verb for kid in words.kids[verb])
    has_content = has_content or words.raw[verb + 1 : verb + 2] == [":"]
    return _own_subject(words, first) if first is not None and first < verb and has_content else None


def _own_subject(words: Words, verb: int) -> int | None:
    found: int | None = None
    for kid in words.kids[verb]:
        dep = words.dep[kid]
        if dep == "agent":
            return words.child(kid, "pobj")
        if dep not in SUBJECTS:
            continue
        if found is not None and kid > verb:
            break
        # Of two subjects before the verb the first is a dateline or a topic.
        found = kid
    if found is None or words.lower[found] not in RELATIVE_PRONOUNS:
        return found
    if words.dep[verb] in ("relcl", "acl"):
        head = words.head[verb]
        return head if words.lower[head] not in DAYS else _antecedent(words, found)
    return found if words.lower[found] != "who" else _antecedent(words, found)


def _antecedent(words: Words, relative: int) -> int:
    """The name or noun that "who" goes back to, where the parse ties it to a day or to nothing."""
    for index in range(relative - 1, max(-1, relative - 12), -1):
        if words.tag[index] in NAME_TAGS and words.lower[index] not in DAYS:
            return index
    return relative


def _quoted_one(words: Words, verb: int) -> int | None:
    """Who "was quoted as saying": the subject of the passive, not its agent."""
    if words.lower[verb] in QUOTED_AS:
        return words.child(verb, "nsubjpass")
    return None


def is_passive(words: Words, verb: int) -> bool:
    """Whether the verb stands in the passive, so that its subject is not the one who speaks."""
    return words.tag[verb] == "VBN" and words.child(verb, "auxpass", "nsubjpass") is not None


def speaker_span(words: Words, head: int) -> Span | None:
    """Return the tokens that name a speaker, from its head noun: title and name, or noun and what it belongs to.

    Appositives, relative clauses and what stands before a dash, bracket or comma are left out; where a description is
    followed by a name ("the mayor, Ann Rowe,"), the name is taken.
    """
    opening = words.sentence_bounds[0][0]  # a dateline before it is nobody's name
    if head < opening:
        head = next((kid for kid in words.kids[head] if kid >= opening and words.dep[kid] in ("appos", "nmod")), head)
    name = _apposed_name(words, head)
    if name is not None:
        head = name
    low, high = words.left(head), words.right(head)
    begin = head
    while begin > max(low, head - MAX_REACH, min(opening, head)) and not _ends_phrase(words, begin - 1, head):
        begin -= 1
    begin = _whole_name(words, begin, head)
    end = head + 1
    while end <= min(high, head + MAX_REACH) and not _begins_tail(words, end, head):
        end += 1
    while begin < head and (words.tag[begin] in ("CC", "RB", "IN", "_SP", "UH") or words.lower[begin] == "however"):
        begin += 1
    while end - 1 > head and words.tag[end - 1] in ("POS", "IN", "CC", "_SP", "TO", ","):
        end -= 1
    following = _following_name(words, head, end)
    if following is not None:
        return following
    if end - begin > MAX_SPEAKER_WORDS:
        begin, end = max(begin, head - 6), head + 1
    return (begin, end) if end > begin else None


def _whole_name(words: Words, begin: int, head: int) -> int:
    """Where a name begins that the parse has torn apart."""
    if words.tag[head] not in NAME_TAGS or begin < 1 or words.tag[begin] not in NAME_TAGS:
        return begin
    first = begin
    while first > max(0, head - 6) and words.tag[first - 1] in NAME_TAGS and words.lower[first - 1] not in DAYS:
        first -= 1
    if first == begin or words.run[first] != words.run[head]:
        return begin
    return first - 1 if first and words.tag[first - 1] == "DT" else first


def _following_name(words: Words, head: int, end: int) -> Span | None:
    """The name between commas after a description, where the parse tied it elsewhere ("the head of it, Ann Rowe,")."""
    if words.tag[head] not in ("NN", "CD") or end + 1 >= words.size or words.raw[end] != "," or words.run[end] >= 0:
        return None
    stop = end + 1
    while stop < words.size and stop - end <= 5 and (words.tag[stop] in NAME_TAGS or words.tag[stop] == "HYPH"):
        stop += 1
    is_closed = stop < words.size and (words.raw[stop] == "," or words.tag[stop] in ("VBD", "VBZ"))
    return (end + 1, stop) if stop > end + 2 and is_closed else None


def _ends_phrase(words: Words, index: int, head: int) -> bool:
    word = words.raw[index]
    if word in PHRASE_BREAKS and words.tag[index] != "POS":
        return not (word == "," and words.tag[index - 1 : index] == ["JJ"] and words.tag[index + 1] in ("JJ", "NN"))
    return words.run[index] != words.run[head] or words.tag[index] == "_SP"


def _begins_tail(words: Words, index: int, head: int) -> bool:
    word, tag = words.raw[index], words.tag[index]
    if word in PHRASE_BREAKS:
        return not (word == "," and _is_coordinated(words, index, head))
    if words.run[index] != words.run[head] or tag == "_SP":
        return True
    if words.dep[index] in ("relcl", "acl", "appos") and words.head[index] <= head:
        return True
    if tag in ("WP", "WDT", "WRB") or tag.startswith("VB"):
        return True
    if tag in ("RB", "MD") and index > head:
        return True
    if tag == "IN" and index + 1 < words.size and words.lower[index + 1] in DAYS:
        return True
    return tag in ("IN", "TO") and words.lower[index] not in LINKING_PREPOSITIONS


def _is_coordinated(words: Words, comma: int, head: int) -> bool:
    """Whether the comma stands in a list of speakers ("Rowe, Ashe and Lind")."""
    kid = words.child(head, "conj")
    return kid is not None and kid > comma and words.tag[kid] in NAME_TAGS and words.tag[head] in NAME_TAGS


def _apposed_name(words: Words, head: int) -> int | None:
    if words.tag[head] not in ("NN", "NNS", "CD"):
        return None
    for kid in words.kids[head]:
        if words.dep[kid] == "appos" and kid > head and words.tag[kid] in NAME_TAGS and kid - head < 14:
            return kid
    return None


def surface_phrase_before(words: Words, end: int, low: int) -> int | None:
    """Return the head of the noun phrase that ends just before a token, where the parse gives no subject."""
    index = end - 1
    while index >= low and (words.tag[index] in ("RB", "MD") or words.lower[index] in ("has", "have", "had", "also")):
        index -= 1
    if index >= low and words.tag[index] in ("NN", "NNS", "NNP", "NNPS", "PRP", "CD") and words.raw[index] not in MARKS:
        return index
    if index > low and words.lower[index] == "old" and words.tag[index - 1] == "HYPH":
        return index  # "the 43-year-old"
    return None


def surface_phrase_after(words: Words, begin: int, high: int) -> int | None:
    """Return the head of the noun phrase that begins at a token: the last noun before anything else."""
    index = begin
    head: int | None = None
    while index < high:
        tag = words.tag[index]
        if tag == "PRP" and head is None:
            return index
        if tag in ("NN", "NNS", "NNP", "NNPS", "CD"):
            head = index
        elif (
            tag not in ("DT", "JJ", "JJR", "JJS", "PRP$", "POS", "HYPH", "VBN", "AFX")
            or words.raw[index] in PHRASE_BREAKS
        ):
            break
        index += 1
    return head if head is not None and words.tag[head] != "CD" else None


def surface_span(words: Words, head: int, low: int, high: int) -> Span:
    """Return the tokens of a noun phrase read off the tags alone, where the parse does not give its subtree."""
    begin = head
    allowed = ("NN", "NNS", "NNP", "NNPS", "JJ", "DT", "PRP$", "POS", "HYPH", "CD", "JJS", "JJR")
    while begin > low and words.tag[begin - 1] in allowed and words.raw[begin - 1] not in PHRASE_BREAKS:
        begin -= 1
    if begin < head and words.lower[begin] == "all" and words.tag[head] in NAME_TAGS:
        begin += 1  # "was all Rowe would say"
    end = head + 1
    while end < high and words.tag[end] in NAME_TAGS and words.tag[head] in NAME_TAGS:
        end += 1
    return begin, end
