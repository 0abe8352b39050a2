"""What looks like a number and is no claim, as patterns of characters; data only.

Web addresses, dates, clock times, numbered things, indices, phone numbers, page furniture, idioms with "one", street
addresses, models. Each pattern covers the whole of what must not be read, so that no number inside it is.
"""

import re
from typing import NamedTuple

from pipeline.dates import DAY_MONTH, ISO_DATE, MONTH, MONTH_DAY, NUMERIC_DATE, WEEKDAY, YEAR

_NUMBERED = (
    r"Article|Art\.|Articles|Section|Sections|Sec\.|Resolution|Resolutions|Chapter|Title|Clause"
    r"|Paragraph|Rule|Schedule|Annex|Appendix|Amendment|"
    r"Protocol|Directive|Regulation|Decree|Order|Bill|Act|Proposition|Prop\.?|Case|Flight|Route|Highway"
    r"|Interstate|Autobahn|Junction|Exit|"
    r"Gate|Platform|Terminal|Pier|Room|Suite|Apartment|Apt\.?|Floor|Block|Ward|District|Zone|Sector|Area"
    r"|Precinct|Channel|Radio|"
    r"Phase|Level|Tier|Type|Class|Category|Grade|Stage|Step|Round|Heat|Lane|Game|Match|Episode|Season"
    r"|Series|Volume|Vol\.?|Book|Part|Page|"
    r"p\.|pp\.|Fig\.?|Figure|Table|Photo|Image|Slide|Video|Item|Lot|Question|Day|Week|Year|Group|Pool"
    r"|Unit|Reactor|Model|Mark|Version|"
    r"World\s+War|Apollo|Formula|Windows|iPhone|iPad|Galaxy|Pixel|PlayStation|Xbox|Boeing|Airbus|Ebola"
    r"|Covid|COVID|HIV|Pope|Psalm|"
    r"Number|No\.?|Nos\.?|Nr\.?|nr\.?|№|ISBN|ID|Pub\.\s+L\.|Chapters|Pages|Seed|Ref\.?|Hole|Turn|Car|Bus"
    r"|Line|Camp|Fortune|Company|Bed|Tower"
)


_ENDLESS = re.compile(r"(?P<what>\\[sdwS]|\])(?P<times>[+*])")
_MOST = {r"\s": 16, r"\d": 32}
_MOST_OF_OTHERS = 64


def _bounded(pattern: str) -> str:
    """Return a pattern whose repeats end somewhere: tried at each place of a long run, endless ones take its square."""

    def bound(match: re.Match[str]) -> str:
        most = _MOST.get(match["what"], _MOST_OF_OTHERS)
        return f"{match['what']}{{{int(match['times'] == '+')},{most}}}"

    return _ENDLESS.sub(bound, pattern)


class Veto(NamedTuple):
    """A pattern, and a quicker one: where that finds nothing, the pattern matches nowhere."""

    pattern: re.Pattern[str]
    sign: re.Pattern[str] | None


VETOES: tuple[Veto, ...] = tuple(
    Veto(re.compile(_bounded(pattern), flags), None if sign is None else re.compile(_bounded(sign), flags))
    for pattern, flags, sign in (
        (
            r"(?:https?://|www\.)[^\s<>\"]{1,2000}|\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}|(?<!\w)[@#]\w+",
            0,
            r"[@#]|http|www\.",
        ),
        (r"\b[a-z0-9-]{2,63}\.(?:com|org|net|co\.uk|edu|gov|info|io)(?:/\S{0,500})?", re.IGNORECASE, None),
        (rf"(?:{WEEKDAY},?\s+)?(?:{ISO_DATE}|{NUMERIC_DATE})", re.IGNORECASE, r"\d[-/.]\d"),
        (
            rf"\b{MONTH_DAY}(?:\s*(?:-|–|to|and|through|until)\s*(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?!\d|[.,]\d"
            rf"|\s+(?:people|percent|per)\b))?(?:\s*,?\s+{YEAR}(?!\d))?",
            0,
            MONTH,
        ),
        (
            rf"(?<![\d.,])\d{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*\d{{1,2}}(?:st|nd|rd"
            rf"|th)?)?(?:\s+of)?\s+{MONTH}(?![a-z])(?:\s*,?\s+{YEAR}(?!\d))?",
            0,
            MONTH,
        ),
        (rf"{DAY_MONTH}", 0, MONTH),
        (rf"\b{MONTH}\s+(?:one|two|three|four|five|six|seven|eight|nine|ten)\b(?!\s+[a-z]+s\b)", 0, MONTH),
        (rf"\b{MONTH}\s+(?:of\s+)?(?:{YEAR}|[’']\d\d)(?!\d)", 0, MONTH),
        (
            rf"\b{WEEKDAY},?\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?!\d|[.,]\d|\s+(?:people|men|women|children"
            rf"|per|[a-z]+s\b))",
            0,
            None,
        ),
        (
            r"(?<![\d.:])\d{1,2}[:.h]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:a\.?m\b\.?|p\.?m\b\.?|hrs\b|GMT|UTC|IST|EST"
            r"|EDT|ET|PT|PST|PDT|BST|CET|CEST|MSK|local\s+time|o[’']clock)",
            re.IGNORECASE,
            None,
        ),
        (r"(?<![\d:.])\d{1,3}:\d{2}(?::\d{2})?(?:\.\d+)?(?![\d:])", 0, None),
        (
            r"\b(?:until|till|before|(?:left|leaves?|depart\w*|start\w*|begins?|began|arriv\w*|opens?|opened|due"
            r"|woke|landed|happened|died|came|rang|struck|called|met|ended)\s+at|after)\s+(?:[01]?\d"
            r"|2[0-3])\.[0-5]\d(?![\d%])(?!\s*(?:%|percent|per\b|points?\b|million|billion|metres|km|euros"
            r"|dollars|pounds|seconds|minutes|hours|years))",
            0,
            None,
        ),
        (
            r"\b(?:[Bb]efore|[Aa]fter|[Uu]ntil|[Tt]ill)\s+(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven"
            r"|twelve)(?=\s*[.,;!?]|\s+(?:and|when|on)\s)",
            0,
            None,
        ),
        (
            r"\b(?:\d{1,2}|[a-z]{3,6})\s+in\s+the\s+(?:morning|afternoon|evening)\b|\b(?:\d{1,2}"
            r"|[a-z]{3,6})\s+at\s+night\b",
            0,
            None,
        ),
        (r"(?<![\d:])\d{1,3}(?::\d{1,3})+(?![\d:])", 0, None),
        (
            r"(?<![\d.])(?:1[0-2]|0?\d|noon|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
            r"|twelve)\s*(?:(?:a\.m\.|p\.m\.|am\b|pm\b)|o[’']clock)",
            re.IGNORECASE,
            r"[ap]\.?m|clock",
        ),
        (r"\b\d{1,2}(?:\s*(?:-|–|to)\s*|\s+and\s+)\d{1,2}\s*(?:a\.m\.|p\.m\.|am\b|pm\b)", re.IGNORECASE, None),
        (r"(?<![\d,.])[0-2]\d[0-5]\d\s*(?:GMT|UTC|IST|EST|EDT|ET|hours\b|hrs\b|h\b|local)", 0, None),
        (
            r"(?<![\w.,])(?:(?:mid|pre|post|early|late)-)?(?:\d\d)?\d0[’']?s\b(?!\w)|(?<!\w)[’'‘](?:\d\d)(?:s\b"
            r"|(?!\d))",
            re.IGNORECASE,
            r"0[’']?s|[’'‘]\d",
        ),
        (
            rf"(?<![\d.,]){YEAR}\s*[-–/]\s*(?:{YEAR}|\d\d)(?![\d,.]\d|\d|\s*(?:people|dollars|percent|km|kg|miles"
            rf"|jobs|metres|meters|troops))",
            0,
            None,
        ),
        (r"(?<![\w])\d+(?:,\d{3})*(?:st|nd|rd|th)\b", 0, None),
        (r"(?<!\d)(?:9/11|7/7|24/7|50/50|50-50|20/20|4x4|11/9|10/7|7/11|1/6|10-4)(?!\d)", 0, None),
        (
            r"\b(?:[Cc]atch-22|[Bb]ig\s+[Ff]our|[Bb]ig\s+[Ff]ive|[Tt]op-?\s?\d+\s+(?:seed|list)|G-?\d{1,2}|P5\+1"
            r"|[GP][78]\+\d)\b",
            0,
            None,
        ),
        (
            r"\b(?:S&P|FTSE|Nasdaq|NASDAQ|Nikkei|CAC|DAX|Stoxx|STOXX|Euro\s?Stoxx|Russell|Dow\s+Jones|KOSPI"
            r"|Fortune|TSX|ASX|IBEX|MIB|CSI|Forbes|SMI|TOPIX|Hang\s+Seng|Nifty|Global|BSE|Sensex|AEX|OMX|PSI|JSE"
            r"|Topix|MDAX|TecDAX|MSCI|Inc\.?|Billboard)\s?(?:Top\s)?\d{2,4}(?!\d|[.,]\d)",
            0,
            None,
        ),
        (r"\b(?:FY|CY|[QHqh][1-4]|[1-4][QH])(?:\s?[’']?(?:20)?\d\d(?![\w,.%]\d|\w))?(?!\w)", 0, None),
        (
            rf"\b(?:{_NUMBERED})\s?#?(?:\d+(?:[./-]\d+)*|[IVX]+|one|two|three|four|five|six|seven|eight|nine"
            rf"|ten)\b(?!\s*(?:%|percent|per\s+cent|million|billion|thousand|people|times)|,\d{{3}}|\.\d)",
            0,
            None,
        ),
        (
            r"\b(?:article|section|clause|chapter|resolution|paragraph|page|pages|number|numbers|no\.|flight"
            r"|phase|level|grade|grades|type|category|route|highway|room|gate|platform|channel|episode"
            r"|volume|rule|version|figure|table|lane|item|question|step|verse|pier|exit|hole|seeded|seed|ranked"
            r"|rank|reactor|berth|slot|protocol|tier|hurricane)\s(?:no\.?\s"
            r"|number\s)?#?(?:\d{1,4}(?:[./]\d+)*|one|two|three|four|five|six|seven|eight|nine|ten)(?:\s(?:and"
            r"|to|-|–)\s(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten))?\b(?!\s*(?:%|percent"
            r"|per\s+cent|million|billion|thousand|hundred|people|times|points?|km|miles|years|days|weeks|months"
            r"|hours|minutes|[-–]?year)|,\d{3}|\.\d|-)",
            0,
            None,
        ),
        (
            r"\b(?:zip|postal|post)\s?codes?\s+(?:is\s+|of\s+)?\d+|\b(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
            r"|seventeen|eighteen|nineteen|twenty)\s+(?:hundred\s+and\s+\w+|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty"
            r"|ninety)(?:-\w+)?|oh-\w+)\b",
            re.IGNORECASE,
            r"code|(?:ten|eleven|twelve|teen|twenty)\s",
        ),
        (
            r"\b(?:stage|season|series|round|game|match|week|day|year|line|lap|lot|bus|tram|class|unit|plot|form)\s"
            r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b"
            r"(?!\s*%|,\d{3}|\.\d|-|\s+(?:[a-z]+\s+)?(?:[a-z]+s\b|people|men|women|children|per\b|million"
            r"|billion|hundred|thousand))",
            0,
            None,
        ),
        (r"(?<!\w)#\s?\d+|№\s?\d+|§+\s?\d+(?:\.\d+)*", 0, None),
        (
            r"(?<![\w.,])\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,4}){1,4}(?!\d)"
            r"|(?<![\d.,])\(?\d{3,5}\)?[ .-]\d{3}[.-]\d{3,4}(?!\d)|\b0\d{2,4}[ -]\d{3,4}[ -]\d{3,4}\b"
            r"|\b1-800-[\w-]{7,10}|\b(?:call|dial|dialled|phone|telephone|tel|hotline|helpline"
            r"|text)\.?:?\s(?:on\s|at\s)?\d[\d -]{5,16}\d|\b(?:call|dial|dialled|dialing)\s(?:911|999|112)\b",
            re.IGNORECASE,
            r"\+\d|\d\)?[ .-]\d|\d[\d -]{5}|911|999|112",
        ),
        (r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)|\b\d{1,5}(?:-\d{1,5}){2,6}\b(?!-?[a-z])", 0, r"\d-\d"),
        (r"(?<![\w])(?!\d{1,3}(?:\.\d{3}){2,4}(?![\w.]))\d{1,3}(?:\.\d{1,4}){2,5}(?![\w])", 0, None),
        (
            r"\b\d{1,3}[ -]?min(?:ute)?s?\.?[ -]read\b|\b(?:read(?:ing)?|watch"
            r"|listen(?:ing)?)(?:\s+time)?\s*:\s*\d+|\b\d+\s+(?:comments?|views|likes|retweets)\s*(?:$|\|"
            r"|·)",
            re.IGNORECASE,
            None,
        ),
        (
            r"\b(?:photo|image|picture|slide|page|gallery|video|part|step|question|chapter"
            r"|episode)s?\s*:?\s*\d{1,4}\s*(?:of|/|out\s+of)\s*\d{1,4}|^\s*\d{1,3}\s*(?:of|/)\s*\d{1,3}\s*$",
            re.IGNORECASE | re.MULTILINE,
            r"\d\s*(?:of|/|out)",
        ),
        (
            r"^\s*(?:\(?\d{1,3}[.)](?=\s|$)|\[\d{1,3}\])|(?<=\s)\((?:\d|1\d|i{1,3}|iv|v)\)(?=\s)|\[\d{1,3}\]",
            re.MULTILINE,
            None,
        ),
        (
            r"\bone\s+of\b|\bone\s+another\b|\bno[\s-]one\b|\bone\s+or\s+another\b|\bone\s+by\s+one\b"
            r"|\bone-on-one\b|\bone-to-one\b|\bone-time\b|\bone-off\b|\bone-sided\b|\bone-way\b|\b(?:square|day"
            r"|number|rule|phase)\s+one\b|\bone\s+and\s+only\b|\bone\s+(?:way\s+or\s+(?:the\s+other|another)"
            r"|thing|hand|such|more\s+time|day\s+soon)\b|\bone[’']s\b|\bone\s+after\s+(?:another"
            r"|the\s+other)\b|\bat\s+one\s+(?:point|stage|time)\b|\bone-stop\b|\b(?:any|every|some|each|which"
            r"|that|this|the|another|everyone|other|the\s+only)\s+one\b(?!\s+(?:million|billion|hundred|thousand"
            r"|percent|per\s+cent|[-–]))|\ball\s+in\s+one\b|\bone\s+and\s+the\s+same\b"
            r"|\b(?:air|page)\s+(?:force\s+)?one\b|\bone\s+(?:can|could|should|must|may|might|would"
            r"|does)\b|\bone\s+size\s+fits\b|\bone\s+foot\s+in\b|\bone\s+day\b(?=\s*,)|^One\s+day\b",
            re.IGNORECASE,
            "one",
        ),
        (
            r"\b(?:[Ss]?he|who|they|I|[A-Z][a-z]+\s[A-Z][a-z]+,?)\s+(?:is|was|’s|'s|are|turned"
            r"|turns)\s+(?:now\s+|only\s+"
            r"|just\s+)?(?:\d{1,2}|1[01]\d|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
            r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty)(?=\s*[.,;”\"]|\s+(?:and|when|at|in"
            r"|on)\b|$)(?!,\d|\.\d)|\b(?:died|dies|dead)\s+at\s+(?:\d{1,3})(?![\d%])"
            r"|\b[Aa]t\s+\d{1,2}(?=,?\s+(?:he|she|they|I)\b)|\b(?:man|woman|boy|girl|child|patient)"
            r"\s+of\s+(?:\d{1,2}|[a-z]+)(?=\s*[.,;]|\s+who\b)",
            0,
            None,
        ),
        (
            r"\b\d+-(?:of|for|from)-\d+\b|\b\d+-in-\d+-year\b|\b[a-z]{3,5}-for-[a-z]{3,5}\b|(?:^|(?<=[.!?:;]\s)|(?<=[“\"]))(?:One"
            r"|Two|Three|Four|Five),|\b401\s?\(?k\)?|\b3M(?!\s+[a-z])|\b50\s+Cent\b|\bGroup\s+of\s+\d+\b"
            r"|\b7-Eleven\b|\b911\s+(?:call|operator|dispatch)\w*|\bone-in-(?:a-)?\w+|\b(?:point|points|section"
            r"|sections|paragraph|item|version)\s\d+\.\d+(?!\s*(?:%|percent))",
            0,
            r"-(?:of|for|from|in)-|(?:One|Two|Three|Four|Five),|401|3M|50\s+Cent|Group\s+of|7-E|911\s|\d\.\d",
        ),
        (
            r"\b(?:zero[\s-](?:tolerance|sum|day|hour|in)|ground\s+zero|two[\s-](?:faced"
            r"|tone|dimensional)|three[\s-]dimensional|second\s+to\s+none|fifty[\s-]fifty"
            r"|nine[\s-]to[\s-]five|one-two|seven\s+nation|million-to-one|six\s+feet\s+under|forty\s+winks"
            r"|cloud\s+nine|four[\s-]letter\s+word|on\s+all\s+fours|in\s+(?:one|two|three|four|five|six)s|[24]WD"
            r"|two\s+wrongs|once\s+in\s+a\s+million|one\s+in\s+a\s+million|back\s+to\s+square\s+one"
            r"|thanks\s+a\s+million|a\s+thousand\s+(?:words|cuts))\b",
            re.IGNORECASE,
            None,
        ),
        (
            r"\b\d{1,5}(?:[A-Za-z](?![\w])|(?:-\d+))?\s+(?:[NSEW]\.?\s+)?(?!(?:Supreme|High|District|Federal"
            r"|County|Crown|Appeals?|Circuit|Royal|National)\s)"
            r"(?:[A-Z][\w’'.-]*\s+){1,3}(?:Street"
            r"|St\.?|Avenue|Ave\.?|Road|Rd\.?|Lane|Drive|Boulevard|Blvd\.?|Square|Place|Terrace|Court|Way"
            r"|Highway|Parkway|Crescent|Close|Row)\b",
            0,
            None,
        ),
        (r"\b(?:\d{1,3}(?:\.\d+)?\s*°\s*\d{1,2}(?:[′']\s*(?:\d{1,2}(?:\.\d+)?[″\"])?)?\s*[NSEW]?)\b", 0, None),
        (
            r"\bU-\d\d\b|\bunder-(?:\d\d|twenty\S*)s?\b|\b[A-Z]{1,5}-\d{1,4}[A-Za-z]?\b|\d+[A]\b"
            r"|\b(?!to-)[A-Za-z]+-\d{1,4}[A-Z]*\b(?<!mid-\d)(?![\d.,]*\s*(?:%|percent|million|billion))",
            0,
            r"-\d|\dA|under-",
        ),
        (
            r"(?<![\w$€£¥₹.])(?:(?!(?:[A-Z]{3}|Rs|RM|Rp|Tk|KSh|Ksh|R)\d[\d,.]*(?:\s?(?:m|bn|k|crore|lakh|million"
            r"|billion))?(?!\w))"
            r"[A-Za-z]{1,12}\d[\w.-]*|\d+(?!(?:[KMGTP]B|KM|[MGTK]Wh?|[KMG]Hz|MP|BN|MN|PS|EUR|USD|GBP|CHF|MPH|KPH"
            r"|[MG]bps|PSI|HP|BHP|RPM|MPG)\b)[A-Z](?:[A-Z]|\d)+\w*|\d[DGK]\b|\d+[pi]\b(?=\s+(?:video|resolution"
            r"|display|HD)))",
            0,
            None,
        ),
        (
            r"\b[A-Z]\w+\s+of\s+(?:Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twelve|Twenty)\b|\b(?:Thirty|Hundred"
            r"|Seven|Six|Eight|Nine|Fourteen)\s+Years?[’']?\s+War\b|\bSix[\s-]Day\s+War\b|\bSeven\s+Sisters\b"
            r"|\bTwelve\s+Apostles\b|\bThree\s+(?:Gorges|Kings|Lions|Mile\s+Island)\b|\bFour\s+Seasons\b"
            r"|\bBig\s+(?:Three|Four|Five|Six|Ten|Tech)\b|\bSix\s+Nations\b|\bFive\s+Eyes\b"
            r"|\bTwo\s+and\s+a\s+Half\s+Men\b|\bPremier\s+League\s+Two\b|\bLeague\s+(?:One|Two)\b"
            r"|\bFormula\s+One\b|\bHundred\s+Flowers\b|\bNew\s+Seven\b",
            0,
            None,
        ),
    )
)
