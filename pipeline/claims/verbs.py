"""Base forms of verbs: what a predicate is called ("were killed" -> "kill"). Word lists are own work.

The model carries no lemmatizer, so inflections are generated from a list of verbs that news use; other verbs are
reduced by rules of spelling.
"""

_REGULAR = """
abandon abduct agree disagree enrol campaign caucus elaborate depend descend ascend pretend intend rely apply abolish absorb accept accuse achieve acquire add adjust administer admit adopt advance affect aid aim allocate allow amass amount
announce appear apply appoint approve arrest arrive ask assassinate assault assess assign assist attack attend attract auction average award
back ban bar base battle believe belong block board bomb boost borrow bring build burn bury buy call cancel capture care carry catch cause cease
celebrate change charge charter check choose claim clash clean clear climb close collapse collect combine come command commit compare compete
complete comprise conclude conduct confirm confiscate conscript consist consume contain continue contract contribute control convert convict
cost count cover crash create cross crush cut damage declare decline decrease defeat defend delay deliver demand demolish deploy deport destroy
detain detect develop devastate die direct disappear discharge dismiss dispatch displace distribute dive divide donate double download draft
drag draw drive drop drown earn eat edge elect eliminate embark employ encompass endorse enlist enrol enroll ensure enter envisage equal erase
escape establish estimate evacuate evict examine exceed exchange execute exile expand expect expel experience explode export extend face fail
fall fear feature feed fight file fill finance find fine finish fire flatten flee float flood fly fold follow force forecast found free freeze
fund gain gather generate get give go grab graduate grant group grow guard hack halt halve handle hang happen harm harvest head help hire hit
hold host house hurt identify immunise import impose imprison improve include increase infect inflict injure inoculate inspect install intercept
interview introduce invade invest investigate invite involve isolate issue jail join jump keep kidnap kill know lack land last launch lay lead
leave lend level license lie lift link list live loan locate lock lodge look loot lose lower maim maintain make manage manufacture march mark
massacre match maroon mean measure meet merge mobilise mobilize murder name narrow need number nominate obtain occupy occur offer open operate
order organise organize oust overturn own pardon participate pass pay perish permit persecute place plan plant play pledge plummet plunge poll
possess post pour predict prepare present preserve press prevent process procure produce promise propose prosecute protest prove provide publish
pull purchase push put quadruple qualify quarantine question quit raid raise range ransom rape reach read rebound rebuild receive record recover
recruit reduce refer refuse register reject release relocate remain remove rent repair repatriate replace report represent request require rescue
reserve reside resign respond rest restore result retain retire return reveal rise rob rule run sack sail sample save say schedule scrap screen
secure see seek seize sell send sentence separate serve set settle shed shelter shift ship shoot show shrink shut sideline sign sink sit slaughter
slide slip slow smuggle soar spare spend spread stage stand start starve stay steal stop store strand strengthen stretch strike strip submit suffer
summon supply support surge surpass surrender surround survey survive suspect suspend sweep swell take target tax teach tear tell terminate test
threaten throw tie torture total touch track trade train transfer transport trap travel treat trigger triple try tumble turn undergo unload unveil
uproot urge use vaccinate value vanish visit volunteer vote vow wait walk want warn wash waste watch weigh welcome widen win withdraw witness
work worsen worth wound wreck write yield
"""
_IRREGULAR = """
be is are was were been being am|begin began begun|bring brought|build built|burn burnt|buy bought|catch caught|choose chose chosen|come came
|cost|cut|draw drew drawn|drive drove driven|eat ate eaten|fall fell fallen|feed fed|fight fought|find found|flee fled|fly flew flown flies
|freeze froze frozen|get got gotten|give gave given|go went gone goes|grow grew grown|hang hung|have has had having|do does did done|hit|hold held
|hurt|keep kept|know knew known|lay laid|lead led|leave left|lend lent|lie lay lain lying|lose lost|make made|mean meant|meet met|overturn|pay paid
|put|quit|read|rebuild rebuilt|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|set|shed|shoot shot|show shown
|shrink shrank shrunk|shut|sink sank sunk|sit sat|slide slid|spend spent|spread|stand stood|steal stole stolen|strike struck stricken|sweep swept
|swell swollen|take took taken|teach taught|tear tore torn|tell told|throw threw thrown|tie tying|die dying dies|undergo underwent undergone
|win won|withdraw withdrew withdrawn|write wrote written|dive dove|forecast|slay slew slain|bear bore born borne|beat beaten|become became
|break broke broken|breed bred|deal dealt|dig dug|drink drank drunk|forget forgot forgotten|hear heard|hide hid hidden|ride rode ridden|ring rang rung
|sing sang sung|speak spoke spoken|split|swim swam swum|think thought|wake woke woken|wear wore worn|bleed bled|creep crept|feel felt|lose
|overtake overtook overtaken|oversee oversaw overseen|upset|undertake undertook undertaken|withstand withstood|wed|bid|cast|let|burst|bet|rid
"""
_DOUBLING = frozenset(
    ["admit", "bar", "commit", "control", "cut", "compel", "dispel", "drag", "drop", "equip", "enrol", "expel", "expel", "get", "hit", "kidnap", "occur", "patrol", "permit", "plan", "put", "rebel", "refer", "regret", "rob", "run", "scrap", "set", "ship", "shut", "sit", "skip", "slip", "stop", "strip", "submit", "tap", "top", "transfer", "transfer", "trap", "trim", "win", "ban", "rip", "cap", "tip", "plot", "pin", "nab", "grab", "propel", "rig", "rebut", "wrap", "swap", "step", "chop", "jog", "mug", "beg", "pop", "nod", "rub", "knit", "spot", "jet", "quit", "split", "dig", "tag", "log", "drug", "gun", "bid", "chat", "shop", "stab", "strip"]
)
_VOWELS = frozenset("aeiou")


def _inflections(base: str) -> set[str]:
    """Generate the regular forms of a verb."""
    if base.endswith("e"):
        return {base, base + "s", base + "d", base[:-1] + "ing"}
    if base.endswith("y") and base[-2] not in _VOWELS:
        return {base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"}
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    stem = base + base[-1] if base in _DOUBLING else base
    forms = {base, third, stem + "ed", stem + "ing"}
    if base.endswith("l"):
        forms |= {base + "led", base + "ling"}
    return forms


def _build() -> dict[str, str]:
    forms: dict[str, str] = {}
    for base in _REGULAR.split():
        for form in _inflections(base):
            forms.setdefault(form, base)
    for entry in _IRREGULAR.replace("\n", " ").split("|"):
        words = entry.split()
        for form in words:
            forms[form] = words[0]
        for form in _inflections(words[0]):
            forms.setdefault(form, words[0])
    forms |= {
        "found": "find",
        "wound": "wound",
        "wounded": "wound",
        "lay": "lay",
        "left": "leave",
        "saw": "see",
        "founded": "found",
    }
    return forms


_BASES = _build()
_E_ENDINGS = ("at", "iz", "is", "ut", "iv", "ev", "ov", "rv", "lv", "uc", "nc", "rc", "ac", "ic", "dg", "rg", "ag", "eg", "uir", "ur", "cl", "bl", "gl", "tl",
              "pl", "dl", "fl", "u", "eas", "oos", "ous", "aus", "ens", "ers", "os", "us", "yz", "id", "od", "ud", "ak", "ok", "am", "om", "in")  # fmt: skip


def base_form(word: str) -> str:
    """Return the base form of an inflected verb, lower case; a word that is no known form is reduced by spelling.

    >>> base_form("injured"), base_form("displaced"), base_form("carried"), base_form("died")
    ('injure', 'displace', 'carry', 'die')
    """
    word = word.lower()
    if word in _BASES:
        return _BASES[word]
    for prefix in ("re-", "re", "out", "over", "under"):
        if word.startswith(prefix) and word[len(prefix) :] in _BASES and len(word) > len(prefix) + 3:
            return prefix + _BASES[word[len(prefix) :]]
    for suffix in ("ing", "ed", "s"):
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            return _restore(word, suffix)
    return word


def _restore(word: str, suffix: str) -> str:
    stem = word[: -len(suffix)]
    if word.endswith("eed"):
        return word[:-1]
    if suffix == "s":
        if word.endswith(("us", "ss", "is")):
            return word
        if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
            return word[:-2]
        return word[:-3] + "y" if word.endswith("ies") else stem
    if suffix == "ed" and stem.endswith("i"):
        return stem[:-1] + "y"
    if stem[-1] == stem[-2] and stem[-1] not in "slzfe":
        return stem[:-1]
    return (
        stem + "e"
        if stem.endswith(_E_ENDINGS) and not stem.endswith(("ain", "oin", "ead", "oad", "ait", "eat", "oat"))
        else stem
    )
