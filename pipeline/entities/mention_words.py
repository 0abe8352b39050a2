"""Words that tell what a mention is: titles, role nouns, pronouns.

Here belong the lists that ``mentions`` and ``article`` share, all our own. First names are in ``first_names``.
"""

from typing import Final, Literal

from pipeline.word_lists import listed

Gender = Literal["male", "female", "neuter"]
_MALE: Final[Gender] = "male"
_FEMALE: Final[Gender] = "female"

PRONOUNS: Final[dict[str, tuple[Gender | None, bool]]] = {
    "he": ("male", False),
    "him": ("male", False),
    "his": ("male", False),
    "himself": ("male", False),
    "she": ("female", False),
    "her": ("female", False),
    "hers": ("female", False),
    "herself": ("female", False),
    "it": ("neuter", False),
    "its": ("neuter", False),
    "itself": ("neuter", False),
    "they": (None, True),
    "them": (None, True),
    "their": (None, True),
    "theirs": (None, True),
    "themselves": (None, True),
    "i": (None, False),
    "me": (None, False),
    "my": (None, False),
    "mine": (None, False),
    "myself": (None, False),
    "we": (None, True),
    "us": (None, True),
    "our": (None, True),
    "ours": (None, True),
    "ourselves": (None, True),
}
"""Pronoun -> gender and whether it is plural."""

FIRST_PERSON: Final = frozenset(
    listed(
        """
    i me my mine myself we us our ours ourselves
    """
    )
)

HONORIFICS: Final[dict[str, Gender | None]] = {
    "mr": "male",
    "mister": "male",
    "mrs": "female",
    "ms": "female",
    "miss": "female",
    "mme": "female",
    "madam": "female",
    "sir": "male",
    "lord": "male",
    "lady": "female",
    "dame": "female",
    "king": "male",
    "queen": "female",
    "prince": "male",
    "princess": "female",
    "baroness": "female",
    "baron": "male",
    "duchess": "female",
    "duke": "male",
    "sheikh": "male",
    "imam": "male",
    "father": "male",
    "brother": "male",
    "sister": "female",
    "mother": "female",
    "pope": "male",
    "dr": None,
}
"""Forms of address before a name, with the gender they tell."""

TITLE_WORDS: Final = frozenset(
    listed(
        """
    mr mrs ms miss mme dr sir lord lady dame prof professor president vice prime minister premier chancellor sen
    senator rep representative congressman congresswoman gov governor mayor judge justice attorney general secretary
    chief director chairman chairwoman chair ceo cfo speaker leader ambassador commissioner councillor councilor
    councilman councilwoman captain capt colonel col major maj lieutenant lt sergeant sgt corporal cpl private
    commander cmdr admiral adm inspector constable officer detective superintendent sheriff deputy king queen prince
    princess pope cardinal archbishop bishop rev reverend father sister imam rabbi coach manager spokesman
    spokeswoman spokesperson foreign defence defense finance interior former ex-president acting interim senior hon
    honourable mp mpp mla pm first lady correspondent reporter analyst host anchor actor actress singer author staff
    ag pastor assemblyman assemblywoman hacker archdeacon alderman
    """
    )
)
"""Words that stand before a name and are no part of it."""

_MALE_ROLES: Final = listed(
    """
    man boy father son brother husband uncle nephew grandfather grandson king prince chairman spokesman congressman
    councilman policeman businessman fisherman fireman gentleman actor waiter widower boyfriend statesman frontman
    cameraman assemblyman alderman salesman sportsman
    """
)
_FEMALE_ROLES: Final = listed(
    """
    woman girl mother daughter sister wife aunt niece grandmother granddaughter queen princess chairwoman
    spokeswoman congresswoman councilwoman policewoman businesswoman actress waitress widow girlfriend stateswoman
    frontwoman assemblywoman alderwoman saleswoman sportswoman heroine
    """
)
ROLE_GENDER: Final[dict[str, Gender]] = {
    **dict.fromkeys(_MALE_ROLES, _MALE),
    **dict.fromkeys(_FEMALE_ROLES, _FEMALE),
}
"""Role nouns that tell a gender."""

ROLE_NOUNS: Final = frozenset(
    listed(
        """
    president minister premier chancellor senator representative lawmaker legislator governor mayor judge justice
    attorney lawyer prosecutor secretary director chair ceo executive speaker leader ambassador diplomat envoy
    commissioner councillor councilor captain colonel major lieutenant sergeant commander admiral general inspector
    constable officer detective superintendent sheriff deputy pope cardinal archbishop bishop reverend priest imam
    rabbi pastor coach manager spokesperson spokesman spokeswoman official adviser advisor aide analyst economist
    professor researcher scientist doctor physician surgeon nurse epidemiologist virologist biologist author writer
    journalist reporter correspondent columnist editor historian activist campaigner organizer organiser founder
    co-founder owner entrepreneur mogul tycoon billionaire millionaire candidate nominee contender frontrunner
    front-runner hopeful politician congressman democrat republican liberal conservative mp incumbent challenger
    rival champion player athlete striker goalkeeper defender midfielder quarterback star singer musician artist
    actor filmmaker teacher principal student resident neighbour neighbor witness victim survivor suspect defendant
    plaintiff veteran soldier farmer driver pilot engineer designer chef host anchor moderator chairman chairwoman
    pollster strategist consultant expert critic scholar treasurer comptroller ombudsman auditor coroner chief boss
    head master keeper trainer curator archivist warden ranger forester glaciologist ecologist geologist
    meteorologist archaeologist psychologist sociologist chemist physicist mathematician sailor docker baker butcher
    brewer vet veterinarian postman librarian solicitor barrister banker broker trader investor accountant novelist
    poet sculptor composer conductor dancer comedian presenter broadcaster blogger translator interpreter academic
    dean rector chaplain monk nun sergeant-major paramedic firefighter lifeguard rookie forward winger defenceman
    defenseman goalie goaltender pitcher batsman bowler sprinter skier swimmer cyclist golfer boxer runner jockey
    referee umpire whip clerk bailiff marshal trustee magnate financier industrialist hotelier donor
    """
    )
) | frozenset(ROLE_GENDER)
"""Nouns for a single person; "the" before one makes an epithet."""

GROUP_NOUNS: Final = frozenset(
    listed(
        """
    company firm ministry government party agency organization organisation group committee commission council court
    department bank union association campaign newspaper network administration military army police force team club
    university school hospital institute foundation board bureau office service embassy airline manufacturer
    retailer charity watchdog regulator parliament congress senate house cabinet opposition federation league
    operator authority coalition alliance think-tank tribunal publisher broadcaster studio carrier lender utility
    website magazine outlet
    """
    )
)
"""Nouns for a body that can speak."""

ABBREVIATIONS: Final = {
    "sen": "senator",
    "gov": "governor",
    "rep": "representative",
    "prof": "professor",
    "dr": "doctor",
    "rev": "reverend",
    "capt": "captain",
    "col": "colonel",
    "maj": "major",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "cmdr": "commander",
    "adm": "admiral",
    "gen": "general",
    "pm": "minister",
    "ex-president": "president",
    "supt": "superintendent",
    "insp": "inspector",
    "const": "constable",
}
"""Short forms of titles -> the noun that an epithet would use."""

SAME_ROLE: Final = (
    frozenset({"spokesman", "spokeswoman", "spokesperson"}),
    frozenset({"chairman", "chairwoman", "chair", "chairperson"}),
    frozenset({"adviser", "advisor", "aide"}),
    frozenset({"congressman", "congresswoman", "representative"}),
    frozenset({"doctor", "physician", "surgeon"}),
    frozenset({"lawyer", "attorney", "counsel"}),
    frozenset({"journalist", "reporter", "correspondent"}),
    frozenset({"candidate", "nominee", "contender", "hopeful", "frontrunner", "front-runner"}),
    frozenset({"neighbour", "neighbor"}),
    frozenset({"author", "writer", "novelist"}),
    frozenset({"businessman", "entrepreneur", "mogul", "tycoon"}),
)
"""Roles that an epithet may exchange for one another."""

WIDER_ROLES: Final[dict[str, frozenset[str]]] = {
    "leader": frozenset(listed("president premier chancellor king queen chief chairman head captain founder")),
    "head": frozenset(listed("president premier chancellor director chief chairman leader boss ceo")),
    "chief": frozenset(listed("director chairman head ceo executive boss president commander commissioner")),
    "boss": frozenset(listed("director chairman head ceo executive chief manager president")),
    "executive": frozenset(listed("ceo director chief")),
    "lawmaker": frozenset(listed("senator representative congressman congresswoman mp legislator member")),
    "legislator": frozenset(listed("senator representative congressman congresswoman mp lawmaker member")),
    "politician": frozenset(listed("senator representative congressman mp minister mayor governor premier president")),
    "official": frozenset(listed("minister secretary director commissioner adviser")),
    "diplomat": frozenset(listed("ambassador envoy minister")),
    "academic": frozenset(listed("professor researcher scientist scholar historian")),
    "researcher": frozenset(listed("professor scientist scholar epidemiologist virologist biologist")),
    "scientist": frozenset(listed("professor researcher epidemiologist virologist biologist")),
    "expert": frozenset(listed("professor researcher scientist analyst")),
    "economist": frozenset(listed("analyst strategist")),
    "officer": frozenset(listed("inspector constable sergeant superintendent captain detective")),
    "coach": frozenset(listed("manager trainer")),
    "player": frozenset(listed("striker goalkeeper defender midfielder quarterback forward winger")),
    "musician": frozenset(listed("singer guitarist pianist drummer")),
    "boy": frozenset(listed("son brother")),
    "billionaire": frozenset(listed("businessman mogul tycoon founder owner")),
    "businessman": frozenset(listed("billionaire millionaire owner founder")),
    "father": frozenset({"dad"}),
}
"""Roles that mean others too: "the leader" may be a president, though "the president" is no leader of another kind."""

GENERIC_GROUPS: Final = frozenset(
    listed(
        """
    company firm group organization organisation team club newspaper paper airline network charity manufacturer retailer
    carrier lender publisher broadcaster studio operator magazine website outlet watchdog regulator agency
    """
    )
)
"""Nouns that stand for the body last named, whatever its name."""

ORGANISATION_WORDS: Final = frozenset(
    listed(
        """
        bank ministry council party university college school street court inc ltd corp co group times post news herald
        gazette tribune journal guardian party fund agency committee commission department club united city union
        association institute foundation church hospital house bureau office press reuters board force army congress
        senate parliament assembly marine power energy motors airlines railways television radio network center centre
        """
    )
)

TIME_WORDS: Final = frozenset(
    listed(
        """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december today yesterday tomorrow tonight morning afternoon evening night week month
    year earlier later last next early late
    """
    )
)
