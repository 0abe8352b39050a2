"""Quoted runs: what stands between marks, whether it is speech, and the cue and speaker beside it.

Here belongs the decision between a direct quotation (a clause), a partial one (a fragment that somebody is credited
with) and what is no quotation (scare quotes, titles, nicknames, chants, signs), and which cue a run goes with. Distance
and direction are weighed. Reported clauses without marks are in ``clauses``.
"""

from typing import Final, NamedTuple

from pipeline.quotes.cue_words import CUE_FLAGS, Cue
from pipeline.quotes.cues import CueVerb, is_unreal
from pipeline.quotes.marks import QuotedRun
from pipeline.quotes.phrases import (
    NAME_TAGS,
    NOT_SPEAKERS,
    THINGS_WITH_WORDS,
    Span,
    is_passive,
    speaker_span,
    surface_phrase_after,
    surface_phrase_before,
    surface_span,
)
from pipeline.quotes.words import MARKS, Words
from pipeline.word_lists import listed

FINITE_TAGS: Final = frozenset(["VBZ", "VBD", "VBP", "MD"])
CREDIT_REACH: Final = 6
ASIDE: Final = 8.0
CHANTING: Final = frozenset(listed("chant chants chanted chanting sing sings sang sung singing"))
AFTER_REACH: Final = 40
BEFORE_REACH: Final = 60
ADDRESSEES: Final = frozenset(listed("reporters journalists lawmakers supporters delegates viewers fans them me us"))


FRAGMENT_STARTS: Final = frozenset(listed("DT PDT JJ JJR JJS NN NNS NNP NNPS RB VBG VBN CD PRP$ IN TO VB"))
SAYING: Final = frozenset(("say", "says", "said", "saying", "writes", "wrote"))


class RunCue(NamedTuple):
    """A cue beside a quoted run, with its speaker and how surely it belongs (less is surer)."""

    cue: Span | None
    speaker: Span | None
    cost: float
    is_naming: bool = False


def is_credited(words: Words, number: int, cue: Span | None) -> bool:
    """Whether a fragment depends on a cue directly, with no clause of its own between them."""
    if cue is None:
        return False
    first, end = token_span(words, words.runs[number])
    is_near = cue[0] > first or first - cue[1] <= CREDIT_REACH
    if not is_near and not CUE_FLAGS.get(words.lower[cue[0]], Cue(0)) & Cue.NAMING:
        return False
    between = range(cue[1], first) if cue[0] < first else range(end, cue[0])
    return not any((words.tag[t] in FINITE_TAGS or words.tag[t] == "VBN") and words.run[t] < 0 for t in between)


def is_fragment(words: Words, number: int, look: "RunShape", choice: RunCue) -> bool:
    """Whether a run is part of another's sentence: no clause of its own, or one within what somebody calls a thing."""
    if not look.is_embedded or look.fills_sentence or choice.speaker is None:
        return False
    first = words.token_at(words.runs[number].inner_start)
    if first < 1 or first >= words.size or words.tag[first] not in FRAGMENT_STARTS:
        return False
    before = next((t for t in range(first - 1, max(-1, first - CREDIT_REACH), -1) if words.run[t] < 0), None)
    if before is None or words.lower[before] in SAYING or words.raw[words.token_at(words.runs[number].end) - 2] in "?!":
        return False
    return not look.has_verb or (choice.is_naming and words.lower[before] not in ("that", "because"))


def inner_credit(words: Words, number: int, verbs: dict[int, CueVerb], begin: int) -> RunCue | None:
    """Who else is credited with a fragment inside a report: Rowe said that Lind had called it "a trap"."""
    first = token_span(words, words.runs[number])[0]
    for at in range(first - 1, max(begin, first - CREDIT_REACH) - 1, -1):
        verb = verbs.get(at)
        if verb is None:
            continue
        if not verb.flags & (Cue.NAMING | Cue.INFINITIVE) or is_unreal(words, at) or is_passive(words, at):
            return None
        if verb.subject is None or verb.subject < begin or words.tag[verb.subject] not in NAME_TAGS:
            return None
        speaker = _valid(words, speaker_span(words, verb.subject))
        return RunCue((at, at + 1), speaker, 1.0) if speaker is not None else None
    return None


class RunShape(NamedTuple):
    """What a quoted run looks like by itself and at its edges.

    ``is_led``: a comma, colon or dash leads to it, or a sentence begins with it. ``is_embedded``: it stands within a
    sentence like any phrase. ``is_title``: all its longer words have capitals, as in the name of a work.
    """

    word_count: int
    has_verb: bool
    starts_high: bool
    ends_clause: bool
    fills_sentence: bool
    is_led: bool
    is_embedded: bool
    is_title: bool


SMALL_WORDS: Final = frozenset(listed("a an the of in on at to for and or but with from by as is it vs n de la"))


def shape(words: Words, number: int) -> RunShape:
    """Return what a run looks like."""
    run = words.runs[number]
    first, last = token_span(words, run)
    inner = words.text[run.inner_start : run.inner_end].strip()
    tokens = [t for t in range(first, last) if words.raw[t] not in MARKS and words.raw[t][0].isalnum()]
    before = words.text[max(0, run.start - 40) : run.start].rstrip()
    after = words.text[run.end : run.end + 3].lstrip()
    starts_sentence = (
        not before
        or before[-1] in '.?!”"»'
        or (before[-1] in ")]" and words.sentence_of[first] != words.sentence_of[first - 1])
    )
    ends_sentence = not after or after[0].isupper() or after[0] in '“"«'
    starts_high = bool(inner) and (inner[0].isupper() or inner[0] in "[…’'.-—" or inner[0].isdigit())
    is_led = starts_sentence or before[-1] in ",:—–"
    long_words = [words.raw[t] for t in tokens if words.lower[t] not in SMALL_WORDS and words.raw[t][0].isalpha()]
    return RunShape(
        word_count=len(tokens),
        has_verb=any(words.tag[t] in FINITE_TAGS for t in tokens),
        starts_high=starts_high,
        ends_clause=bool(inner) and (inner[-1] in ",.?!—–-…;" or after[:1] == ","),
        fills_sentence=(starts_sentence or before[-1] == ":") and ends_sentence,
        is_led=is_led,
        is_embedded=not is_led or (not starts_high and not starts_sentence and before[-1] == ","),
        is_title=bool(long_words) and all(word[0].isupper() for word in long_words) and inner[-1] not in "?!",
    )


def token_span(words: Words, run: QuotedRun) -> Span:
    """Return the tokens of a run, marks included."""
    return words.token_at(run.start), words.token_at(run.end)


def cue_after(words: Words, number: int, verbs: dict[int, CueVerb]) -> RunCue | None:
    """Return the cue that follows a run: "…," said Rowe; "…," Rowe told reporters."""
    run = words.runs[number]
    begin = words.token_at(run.end)
    first = begin
    while begin < words.size and words.raw[begin] in (",", "—", "–", "-", "--", "”", '"'):
        begin += 1
    if begin >= words.size:
        return None
    inner = words.text[run.inner_start : run.inner_end].rstrip()
    is_loose = inner[-1:] not in ",?!—–-…" and begin == first
    sentence = words.sentence_of[begin]
    starts_new = begin > 0 and words.sentence_of[begin - 1] != sentence
    if starts_new and inner[-1:] not in "?!,…—-" and not _is_sloppy(words, begin):
        return None
    commas = 0
    for index in range(begin, min(words.size, begin + AFTER_REACH)):
        if words.sentence_of[index] != sentence or words.run[index] >= 0:
            break
        word = words.raw[index]
        if word in (":", ";"):
            break
        verb = verbs.get(index)
        if verb is None or not verb.flags & (Cue.SPEECH | Cue.QUOTE_ONLY | Cue.BELIEF):
            if word == ",":
                commas += 1
            continue
        if words.dep[index] in ("relcl", "acl") and index > begin:
            continue
        if words.lower[index] in ("saying", "adding") and index > begin + 1:
            continue
        speaker = _speaker_after(words, verb, begin)
        if speaker is None and index > begin + 3:
            continue
        cost = (index - begin) * 1.0 + commas + (6 if is_loose else 0)
        if not verb.flags & (Cue.SPEECH | Cue.QUOTE_ONLY):
            cost += 4
        return RunCue((index, index + 1), speaker, cost)
    return None


def _is_sloppy(words: Words, begin: int) -> bool:
    """Whether "Rowe said," follows a full stop inside the marks, where a comma was meant."""
    at = begin
    while at < words.size and at - begin < 3 and words.tag[at] in ("NNP", "PRP"):
        at += 1
    return begin < at < words.size - 1 and words.lower[at] in ("said", "says") and words.raw[at + 1] in (",", ".")


def is_continuation(words: Words, number: int, verbs: dict[int, CueVerb]) -> bool:
    """Whether a run goes on with the one before it after a cue between them: "…," said Rowe, "…"."""
    begin, end = token_span(words, words.runs[number - 1])[1], token_span(words, words.runs[number])[0]
    if end - begin > AFTER_REACH or end >= words.size or words.sentence_of[begin] != words.sentence_of[end]:
        return False
    if words.raw[end - 1] not in (",", "—", "–", "--"):
        return False
    inner = words.text[words.runs[number - 1].inner_start : words.runs[number - 1].inner_end].rstrip()
    if inner[-1:] not in ",?!—–-" and words.raw[begin] != ",":
        return False
    cues = [
        index for index in range(begin, end) if index in verbs and verbs[index].flags & (Cue.SPEECH | Cue.QUOTE_ONLY)
    ]
    return bool(cues) and cues[0] - begin < 12


def _speaker_after(words: Words, verb: CueVerb, begin: int) -> Span | None:
    index = verb.token
    is_inverted = all(words.tag[t] == "RB" for t in range(begin, index))
    if is_inverted:
        if verb.subject is not None and verb.subject > index and words.run[verb.subject] < 0:
            return _valid(words, speaker_span(words, verb.subject))
        head = surface_phrase_after(words, index + 1, min(words.size, index + 14))
        if head is not None and words.lower[head] not in ADDRESSEES:
            return _valid(words, surface_span(words, head, index + 1, words.size))
        return None
    if verb.subject is not None and begin <= verb.subject < index and words.run[verb.subject] < 0:
        return _valid(words, speaker_span(words, verb.subject))
    head = surface_phrase_before(words, index, begin)
    if head is not None:
        return _valid(words, surface_span(words, head, begin, words.size))
    return None


def _valid(words: Words, span: Span | None) -> Span | None:
    if span is None or words.lower[span[1] - 1] in NOT_SPEAKERS or words.run[span[0]] >= 0:
        return None
    return span


def is_chanted(words: Words, number: int) -> bool:
    """Whether a verb of chanting or singing stands beside a run: the words are then no one's statement."""
    first, end = token_span(words, words.runs[number])
    around = (*range(max(0, first - 6), first), *range(end, min(words.size, end + 6)))
    return any(words.lower[t] in CHANTING and words.run[t] < 0 for t in around)


def is_on_thing(words: Words, speaker: Span | None) -> bool:
    """Whether the speaker is a sign, a banner or the like, which nobody speaks through."""
    return speaker is not None and any(words.lower[index] in THINGS_WITH_WORDS for index in range(*speaker))


def cue_before(words: Words, number: int, verbs: dict[int, CueVerb]) -> RunCue | None:
    """Return the cue that leads to a run: Rowe said, "…"; "in a statement:" and the like."""
    return _cue_up_to(words, words.token_at(words.runs[number].start), verbs)


def cue_at_end(words: Words, verbs: dict[int, CueVerb]) -> RunCue | None:
    """Return the cue of a paragraph that ends with a colon and leads to the next one."""
    last = words.size - 1
    while last > 0 and words.tag[last] == "_SP":
        last -= 1
    if last < 1 or words.raw[last] != ":":
        return None
    found = _cue_up_to(words, last + 1, verbs)
    return found if found is not None and found.speaker is not None else None


def _cue_up_to(words: Words, begin: int, verbs: dict[int, CueVerb]) -> RunCue | None:
    index = begin - 1
    while index >= 0 and words.raw[index] in MARKS and words.run[index] < 0:
        index -= 1
    if index < 0:
        return None
    link = words.raw[index]
    sentence = words.sentence_of[index]
    is_led = link in (",", ":") or words.lower[index] in ("that", "as") or index in verbs
    if link in ".?!":
        return None
    cost = 0.0 if is_led else 4.0
    low = max(words.sentence_bounds[sentence][0], begin - BEFORE_REACH)
    best: RunCue | None = None
    for at in range(index, low - 1, -1):
        if words.run[at] >= 0:
            cost += 1.5
        if words.raw[at] == ";":
            break
        verb = verbs.get(at)
        if verb is None or not verb.flags & (Cue.SPEECH | Cue.QUOTE_ONLY | Cue.NAMING | Cue.BELIEF):
            continue
        if is_unreal(words, at) and link != ":":
            continue
        total = cost + (index - at) * 0.5
        is_aside = words.dep[at] in ("relcl", "acl") or (words.dep[at] == "advcl" and words.tag[at] == "VBN")
        if is_aside and link in (",", ":") and index - at > 4:
            total += ASIDE
        if not verb.flags & (Cue.SPEECH | Cue.QUOTE_ONLY):
            total += 4
        subject = None if verb.subject is None or is_passive(words, at) else speaker_span(words, verb.subject)
        if subject is None and not is_passive(words, at):
            head = surface_phrase_before(words, at, low)
            subject = surface_span(words, head, low, words.size) if head is not None else None
        candidate = RunCue((at, at + 1), _valid(words, subject), total, bool(verb.flags & Cue.NAMING))
        if best is None or candidate.cost < best.cost:
            best = candidate
    if link == ":" and (best is None or best.cost >= ASIDE):
        return _label(words, index, low) or best
    return best


def _label(words: Words, colon: int, low: int) -> RunCue | None:
    """A speaker's label before a colon, or the subject of a sentence that ends with one."""
    subject = None
    for at in range(low, colon):
        if words.dep[at] == "nsubj" and words.run[at] < 0:
            subject = at
    if subject is not None:
        return RunCue((colon, colon + 1), _valid(words, speaker_span(words, subject)), 3.0)
    if (
        colon - low <= 6
        and all(words.tag[t] in ("NNP", "NNPS", "NN", "DT", "JJ", ".") for t in range(low, colon))
        and colon > low
    ):
        return RunCue((colon, colon + 1), (low, colon), 1.0)
    return None
