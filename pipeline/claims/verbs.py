"""Base forms of verbs: what a predicate is called ("were killed" -> "kill"). Word lists are own work.

The model carries no lemmatizer, so inflections are generated from a list of verbs that news use; other verbs are
reduced by rules of spelling.
"""

from pipeline.word_lists import listed

_REGULAR = listed(
    """
    abandon abduct abolish absorb accept accuse achieve acquire add adjust administer admit adopt advance
    affect agree aid aim allocate allow amass amount announce appear apply appoint approve arrest arrive
    ascend ask assassinate assault assess assign assist attack attend attract auction average award back ban
    bar base battle believe belong block board bomb boost borrow bring build burn bury buy call campaign
    cancel capture care carry catch caucus cause cease celebrate change charge charter check choke choose
    claim clash clean clear climb close collapse collect combine come command commit compare compete compile
    complete comprise conclude conduct confirm confiscate conscript consist consume contain continue contract
    contribute control convert convict cost count cover crash create cross crush cut damage declare decline
    decrease defeat defend delay deliver demand demolish depend deploy deport descend destroy detain detect
    devastate develop die direct disagree disappear discharge dismiss dispatch displace distribute dive divide
    donate double download draft drag draw drive drop drown earn eat edge elaborate elect eliminate embark
    employ encompass endorse enlist enrol enroll ensure enter envisage equal erase escape establish estimate
    evacuate evict evoke examine exceed exchange execute exile expand expect expel experience explode explore
    export extend face fail fall fear feature feed fight file fill finance find fine finish fire flatten flee
    float flood fly fold follow force forecast found free freeze fund gain gather generate get give go grab
    graduate grant group grow guard hack halt halve handle hang happen harm harvest head help hire hit hold
    host house hurt identify ignore immunise import impose imprison improve include increase infect inflict
    injure inoculate inspect install intend intercept interview introduce invade invest investigate invite
    involve isolate issue jail join jump keep kidnap kill know lack land last launch lay lead leave lend level
    license lie lift link list live loan locate lock lodge look loot lose lower maim maintain make manage
    manufacture march mark maroon massacre match mean measure meet merge mobilise mobilize murder name narrow
    need nominate number obtain occupy occur offer open operate order organise organize oust overturn own
    pardon participate pass pay perish permit persecute pile place plan plant play pledge plummet plunge poll
    possess post postpone pour predict prepare present preserve press pretend prevent process procure produce
    promise propose prosecute protest prove provide provoke publish pull purchase push put quadruple qualify
    quarantine question quit raid raise range ransom rape reach read rebound rebuild receive record recover
    recruit reduce refer refuse register reject release relocate rely remain remove rent repair repatriate
    replace report represent request require rescue reserve reside resign respond rest restore result retain
    retire return reveal revoke rise rob rule run sack sail sample save say schedule score scrap screen secure
    see seek seize sell send sentence separate serve set settle shed shelter shift ship shoot show shrink shut
    sideline sign sing sink sit slaughter sleep slide slip slow smoke smuggle soar spare spend spread stage
    stand start starve stay steal stop store strand strengthen stretch strike strip submit suffer summon
    supply support surge surpass surrender surround survey survive suspect suspend sweep swell take target tax
    teach tear tell terminate test threaten throw tie torture total touch track trade train transfer transport
    trap travel treat trigger triple try tumble turn undergo unload unveil uproot urge use vaccinate value
    vanish visit volunteer vote vow wait walk want warn wash waste watch weigh welcome widen win wipe withdraw
    witness work worsen worth wound wreck write yield
    """
)
_IRREGULAR = """
be is are was were been being am | bear bore born borne | beat beaten | become became | begin began begun | bet
| bid | bleed bled | break broke broken | breed bred | bring brought | build built | burn burnt | burst | buy
bought | cast | catch caught | choose chose chosen | come came | cost | creep crept | cut | deal dealt | die
dying dies | dig dug | dive dove | do does did done | draw drew drawn | drink drank drunk | drive drove driven |
eat ate eaten | fall fell fallen | feed fed | feel felt | fight fought | find found | flee fled | fly flew flown
flies | forecast | forget forgot forgotten | freeze froze frozen | get got gotten | give gave given | go went
gone goes | grow grew grown | hang hung | have has had having | hear heard | hide hid hidden | hit | hold held |
hurt | keep kept | know knew known | lay laid | lead led | leave left | lend lent | let | lie lay lain lying |
lose | lose lost | make made | mean meant | meet met | mow mowed mown | oversee oversaw overseen | overtake
overtook overtaken | overturn | pay paid | put | quit | read | rebuild rebuilt | rid | ride rode ridden | ring
rang rung | rise rose risen | run ran | say said | see saw seen | seek sought | sell sold | send sent | set |
sew sewed sewn | shed | shoot shot | show shown | shrink shrank shrunk | shut | sing sang sung | sink sank sunk
| sit sat | slay slew slain | sleep slept | slide slid | sow sowed sown | speak spoke spoken | spend spent |
split | spread | stand stood | steal stole stolen | strike struck stricken | sweep swept | swell swollen | swim
swam swum | take took taken | teach taught | tear tore torn | tell told | think thought | throw threw thrown |
tie tying | undergo underwent undergone | undertake undertook undertaken | upset | wake woke woken | wear wore
worn | wed | weep wept | win won | withdraw withdrew withdrawn | withstand withstood | write wrote written
"""
_DOUBLING = frozenset(
    listed(
        """
    admit ban bar beg bid cap chat chop commit compel control cut dig dispel drag drop drug enrol equip
    expel get grab gun hit jet jog kidnap knit log mug nab nod occur patrol permit pin plan plot pop propel
    put quit rebel rebut refer regret rig rip rob rub run scrap set ship shop shut sit skip slip split spot
    stab step stop strip submit swap tag tap tip top transfer trap trim win wrap
    """
    )
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
    for base in _REGULAR:
        for form in _inflections(base):
            forms.setdefault(form, base)
    for entry in _IRREGULAR.split("|"):
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
_E_ENDINGS = listed(
    """
    at iz is ut iv ev ov rv lv uc nc rc ac ic dg rg ag eg uir ur cl bl gl tl pl dl fl u eas oos ous aus ens
    ers os us yz id od ud ak ok am om in
    """
)


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
