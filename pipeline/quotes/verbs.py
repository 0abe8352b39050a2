"""English verbs with all their inflected forms.

Here belongs how a verb is inflected, nothing about what it means: the reader knows words by their written form only,
because the model's lemmatizer is not loaded.
"""

from typing import Final

from pipeline.word_lists import listed

VOWELS: Final = frozenset("aeiou")

IRREGULAR: Final = {
    "be": "is are was were been being am be",
    "begin": "begins began begun beginning",
    "bring": "brings brought bringing",
    "find": "finds found finding",
    "feel": "feels felt feeling",
    "foresee": "foresees foresaw foreseen foreseeing",
    "forget": "forgets forgot forgotten forgetting",
    "get": "gets got gotten getting",
    "give": "gives gave given giving",
    "go": "goes went gone going",
    "hear": "hears heard hearing",
    "hold": "holds held holding",
    "know": "knows knew known knowing",
    "make": "makes made making",
    "mean": "means meant meaning",
    "put": "puts put putting",
    "read": "reads read reading",
    "rebut": "rebuts rebutted rebutting",
    "regret": "regrets regretted regretting",
    "retell": "retells retold retelling",
    "say": "says said saying",
    "see": "sees saw seen seeing",
    "set": "sets set setting",
    "shoot": "shoots shot shooting",
    "show": "shows showed shown showing",
    "sing": "sings sang sung singing",
    "speak": "speaks spoke spoken speaking",
    "swear": "swears swore sworn swearing",
    "tell": "tells told telling",
    "think": "thinks thought thinking",
    "understand": "understands understood understanding",
    "weep": "weeps wept weeping",
    "withdraw": "withdraws withdrew withdrawn withdrawing",
    "write": "writes wrote written writing",
}
DOUBLING: Final = frozenset(
    listed(
        """
    admit quip concur blog plan spot rap quit snap chat commit infer pin blab slam tut swot plot tap rebut
    """
    )
)
"""Regular verbs that double their last letter (stress on it)."""


def inflect(verb: str) -> tuple[str, ...]:
    """Return the forms of a verb given by its base form, without its particle ("point out")."""
    if verb in IRREGULAR:
        return (verb, *IRREGULAR[verb].split())
    if verb in DOUBLING:
        return (verb, verb + "s", verb + verb[-1] + "ed", verb + verb[-1] + "ing")
    if verb.endswith("e"):
        return (verb, verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    third = "es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    return (verb, verb + third, verb + "ed", verb + "ing")
