"""Cues: the words that report what somebody said, wrote, showed or believes.

Here belong the word lists and what each word allows. How a cue is found in a sentence is in ``cues``. The lists are our
own.
"""

from enum import Flag, auto
from typing import Final

from pipeline.quotes.verbs import inflect
from pipeline.word_lists import listed


class Cue(Flag):
    """What a reporting verb allows."""

    SPEECH = auto()
    """It takes reported clauses and quotations."""
    BELIEF = auto()
    """It takes clauses, but tells what somebody thinks or feels, not what was said."""
    FINDING = auto()
    """It takes clauses of documents, polls and studies ("the report shows that")."""
    QUOTE_ONLY = auto()
    """It comes with a quotation, but a clause after it is not reported speech ("he laughed")."""
    ADDRESSEE = auto()
    """It may take the one spoken to before what is said ("told reporters that")."""
    INFINITIVE = auto()
    """What is said may be an infinitive ("vowed to fight", "urged them to leave")."""
    NAMING = auto()
    """It says what somebody calls a thing: a fragment in marks after it is that person's."""


SPEECH_VERBS: Final = listed(
    """
    say tell answer add argue note explain claim write tweet announce state declare insist suggest warn acknowledge
    admit reply respond report describe mention remark joke quip promise pledge vow deny concede recall continue
    conclude assert allege confirm predict complain contend maintain reveal testify observe estimate emphasize
    emphasise stress caution speculate propose recommend advise indicate boast lament muse agree disclose opine
    proclaim profess posit reiterate repeat recount retort swear urge wonder assure inform remind imply hint demand
    exclaim shout yell counter plead confess elaborate clarify signal blog text email ask inquire query comment
    advocate affirm attest reaffirm rebut scoff sneer whisper mutter murmur relate specify stipulate surmise theorize
    theorise underscore underline highlight decry bemoan brag gripe grumble protest reason rule tout verify voice
    volunteer forewarn foretell forecast project caution counsel instruct order beg implore threaten offer repost
    retweet post publish acknowledge accept decide enthuse gush rage fume snap snipe interject chime intone preach
    promise quote rail recite reassure rejoin relay remonstrate report summarize summarise concur dispute point
    certify maintain guarantee apologize apologise ponder vouch accuse blame criticize criticise praise blast slam
    denounce condemn mock dismiss hail call dub label brand term characterize characterise portray deride depict refer
    cite thank welcome applaud commend urge invite challenge beseech press warn question encourage reject
    """
)
BELIEF_VERBS: Final = listed(
    """
    believe think hope fear know feel worry expect doubt suspect assume consider imagine understand realize realise
    regret wish trust presume reckon guess figure anticipate foresee dream conclude want prefer intend
    """
)
FINDING_VERBS: Final = listed("show find indicate suggest reveal demonstrate rule conclude determine")
QUOTE_ONLY_VERBS: Final = listed(
    """
    laugh smile sigh cry begin start go shrug nod read finish interrupt   joke grin gasp groan moan scream
    bark hiss bellow croak drawl thunder roar blurt conclude offer recall open close sum respond answer begin
    continue deadpan ask question chide chastise scold tease crow pronounce counter snort chuckle giggle sob sniff growl
    cackle stammer holler
    """
)
NO_CLAUSE: Final = frozenset(
    listed(
        """
    accuse blame criticize criticise praise blast slam denounce condemn mock dismiss hail call dub label brand term
    characterize characterise portray deride depict refer cite thank welcome applaud commend invite challenge press
    describe comment speak elaborate respond apologize apologise quote publish decry tout advocate rail highlight
    bemoan verify voice order threaten offer post repost retweet text email accept decide rage snipe preach recite
    relay point instruct mention encourage reject
    """
    )
)
"""Verbs of speech whose clause, where a parser sees one, is seldom what was said."""
CLAUSE_ONLY_WITH_THAT: Final = frozenset(
    listed(
        """
    accept decide point highlight quote order post cite retweet offer decry bemoan tout respond relay comment
    advocate apologize threaten verify mention
    """
    )
)
ADDRESSEE_VERBS: Final = listed(
    """
    tell ask assure inform remind warn advise urge promise show reassure instruct order beg implore email text
    """
)
INFINITIVE_VERBS: Final = listed(
    """
    vow pledge promise threaten urge demand plead swear beseech implore propose recommend
    """
)
NAMING_VERBS: Final = listed(
    """ speak remember
    call dub label brand term describe characterize characterise portray hail denounce condemn praise criticize
    criticise blast slam mock dismiss deride depict refer accuse blame decry tout consider declare cite thank
    slammed warn demand reject
    """
)

_CLASSES: Final = (
    (Cue.SPEECH, SPEECH_VERBS),
    (Cue.BELIEF, BELIEF_VERBS),
    (Cue.FINDING, FINDING_VERBS),
    (Cue.QUOTE_ONLY, QUOTE_ONLY_VERBS),
    (Cue.ADDRESSEE, ADDRESSEE_VERBS),
    (Cue.INFINITIVE, INFINITIVE_VERBS),
    (Cue.NAMING, NAMING_VERBS),
)


def _forms() -> tuple[dict[str, Cue], dict[str, str]]:
    flags: dict[str, Cue] = {}
    bases: dict[str, str] = {}
    for flag, verbs in _CLASSES:
        for verb in verbs:
            for form in inflect(verb):
                flags[form] = flags.get(form, Cue(0)) | flag
                bases.setdefault(form, verb)
    return flags, bases


CUE_FLAGS, CUE_BASES = _forms()
"""Written form of each reporting verb -> what it allows; and -> its base form."""

CUE_NOUNS: Final = frozenset(
    listed(
        """
    claim claims statement assertion allegation allegations accusation suggestion argument warning announcement
    contention belief promise pledge insistence admission acknowledgment acknowledgement declaration prediction
    complaint comment comments remark remarks conclusion report reports rumor rumors notion idea view opinion hope
    fear fears concern concerns assurance assurances revelation speculation threat threats demand demands vow denial
    observation
    """
    )
)
"""Nouns whose clause is what somebody said ("his claim that…")."""

NEGATIONS: Final = frozenset(["not", "n't", "n’t", "never", "neither", "nor", "hardly", "no"])
UNREAL_AUXILIARIES: Final = frozenset(
    listed(
        """
    would could might should may can must 'd ’d
    """
    )
)
