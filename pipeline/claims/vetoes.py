"""What looks like a number and is no claim, told from the characters alone.

Dates, years, clock times, scores, ids, web addresses, page furniture, numbered things. Names that only syntax can
tell ("Boeing 737") are in ``names``. Vetoes come first: what they cover is never read as a quantity.
"""

import re
from bisect import bisect_right

from pipeline.claims.numbers import Number
from pipeline.dates.words import DAY_MONTH, ISO_DATE, MONTH, MONTH_DAY, NUMERIC_DATE, WEEKDAY, YEAR

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
_PATTERNS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"(?:https?://|www\.)[^\s<>\"]{1,2000}|\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}|(?<!\w)[@#]\w+", 0),
        (r"\b[a-z0-9-]{2,63}\.(?:com|org|net|co\.uk|edu|gov|info|io)(?:/\S{0,500})?", re.IGNORECASE),
        (rf"(?:{WEEKDAY},?\s+)?(?:{ISO_DATE}|{NUMERIC_DATE})", re.IGNORECASE),
        (
            rf"\b{MONTH_DAY}(?:\s*(?:-|–|to|and|through|until)\s*(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?!\d|[.,]\d"
            rf"|\s+(?:people|percent|per)\b))?(?:\s*,?\s+{YEAR}(?!\d))?",
            0,
        ),
        (
            rf"(?<![\d.,])\d{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*\d{{1,2}}(?:st|nd|rd"
            rf"|th)?)?(?:\s+of)?\s+{MONTH}(?![a-z])(?:\s*,?\s+{YEAR}(?!\d))?",
            0,
        ),
        (rf"{DAY_MONTH}", 0),
        (rf"\b{MONTH}\s+(?:one|two|three|four|five|six|seven|eight|nine|ten)\b(?!\s+[a-z]+s\b)", 0),
        (rf"\b{MONTH}\s+(?:of\s+)?(?:{YEAR}|[’']\d\d)(?!\d)", 0),
        (
            rf"\b{WEEKDAY},?\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?!\d|[.,]\d|\s+(?:people|men|women|children|per|[a-z]+s\b))",
            0,
        ),
        (
            r"(?<![\d.:])\d{1,2}[:.h]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:a\.?m\b\.?|p\.?m\b\.?|hrs\b|GMT|UTC|IST|EST"
            r"|EDT|ET|PT|PST|PDT|BST|CET|CEST|MSK|local\s+time|o[’']clock)",
            re.IGNORECASE,
        ),
        (r"(?<![\d:.])\d{1,3}:\d{2}(?::\d{2})?(?:\.\d+)?(?![\d:])", 0),
        (
            r"\b(?:until|till|before|(?:left|leaves?|depart\w*|start\w*|begins?|began|arriv\w*|opens?|opened|due"
            r"|woke|landed|happened|died|came|rang|struck|called|met|ended)\s+at|after)\s+(?:[01]?\d"
            r"|2[0-3])\.[0-5]\d(?![\d%])(?!\s*(?:%|percent|per\b|points?\b|million|billion|metres|km|euros"
            r"|dollars|pounds|seconds|minutes))",
            0,
        ),
        (
            r"\b(?:\d{1,2}|[a-z]{3,6})\s+in\s+the\s+(?:morning|afternoon|evening)\b|\b(?:\d{1,2}"
            r"|[a-z]{3,6})\s+at\s+night\b",
            0,
        ),
        (r"(?<![\d:])\d{1,3}(?::\d{1,3})+(?![\d:])", 0),
        (
            r"(?<![\d.])(?:1[0-2]|0?\d|noon|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
            r"|twelve)\s*(?:(?:a\.m\.|p\.m\.|am\b|pm\b)|o[’']clock)",
            re.IGNORECASE,
        ),
        (r"\b\d{1,2}(?:\s*(?:-|–|to)\s*|\s+and\s+)\d{1,2}\s*(?:a\.m\.|p\.m\.|am\b|pm\b)", re.IGNORECASE),
        (r"(?<![\d,.])[0-2]\d[0-5]\d\s*(?:GMT|UTC|IST|EST|EDT|ET|hours\b|hrs\b|h\b|local)", 0),
        (
            r"(?<![\w.,])(?:(?:mid|pre|post|early|late)-)?(?:\d\d)?\d0[’']?s\b(?!\w)|(?<!\w)[’'‘](?:\d\d)(?:s\b"
            r"|(?!\d))",
            re.IGNORECASE,
        ),
        (
            rf"(?<![\d.,]){YEAR}\s*[-–/]\s*(?:{YEAR}|\d\d)(?![\d,.]\d|\d|\s*(?:people|dollars|percent|km|kg|miles"
            rf"|jobs|metres|meters|troops))",
            0,
        ),
        (r"(?<![\w])\d+(?:,\d{3})*(?:st|nd|rd|th)\b", 0),
        (r"(?<!\d)(?:9/11|7/7|24/7|50/50|50-50|20/20|4x4|11/9|10/7|7/11|1/6|360-degree|180-degree|10-4)(?!\d)", 0),
        (
            r"\b(?:[Cc]atch-22|[Bb]ig\s+[Ff]our|[Bb]ig\s+[Ff]ive|[Tt]op-?\s?\d+\s+(?:seed|list)|G-?\d{1,2}|P5\+1"
            r"|[GP][78]\+\d)\b",
            0,
        ),
        (
            r"\b(?:S&P|FTSE|Nasdaq|NASDAQ|Nikkei|CAC|DAX|Stoxx|STOXX|Euro\s?Stoxx|Russell|Dow\s+Jones|KOSPI"
            r"|Fortune|TSX|ASX|IBEX|MIB|CSI|Forbes|SMI|TOPIX|Hang\s+Seng|Nifty|Global|BSE|Sensex|AEX|OMX|PSI|JSE"
            r"|Topix|MDAX|TecDAX|MSCI|Inc\.?|Billboard)\s?(?:Top\s)?\d{2,4}(?!\d|[.,]\d)",
            0,
        ),
        (r"\b(?:FY|CY|[QHqh][1-4]|[1-4][QH])\s?[’']?(?:\d{2,4})?(?![\w])", 0),
        (
            rf"\b(?:{_NUMBERED})\s?#?(?:\d+(?:[./-]\d+)*|[IVX]+|one|two|three|four|five|six|seven|eight|nine"
            rf"|ten)\b(?!\s*(?:%|percent|per\s+cent|million|billion|thousand|people|times)|,\d{{3}}|\.\d)",
            0,
        ),
        (
            r"\b(?:article|section|clause|chapter|resolution|paragraph|page|pages|number|numbers|no\.|flight"
            r"|phase|level|grade|grades|type|category|stage|route|highway|room|gate|platform|channel|episode"
            r"|season|series|series|volume|rule|version|round|game|match|week|day|year|figure|table|lane|item"
            r"|question|step|verse|line|pier|exit|lap|hole|seeded|seed|ranked|rank|lot|bus|tram|rated|class|unit"
            r"|reactor|berth|slot|plot|protocol|form|tier|hurricane|magnitude\s+of\s+nothing)\s(?:no\.?\s"
            r"|number\s)?#?(?:\d{1,4}(?:[./]\d+)*|one|two|three|four|five|six|seven|eight|nine|ten)(?:\s(?:and"
            r"|to|-|–)\s(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten))?\b(?!\s*(?:%|percent"
            r"|per\s+cent|million|billion|thousand|hundred|people|times|points?|km|miles|years|days|weeks|months"
            r"|hours|minutes|[-–]?year)|,\d{3}|\.\d|-)",
            0,
        ),
        (r"(?<!\w)#\s?\d+|№\s?\d+|§+\s?\d+(?:\.\d+)*", 0),
        (
            r"(?<![\w.,])\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,4}){1,4}(?!\d)"
            r"|(?<![\d.,])\(?\d{3,5}\)?[ .-]\d{3}[.-]\d{3,4}(?!\d)|\b0\d{2,4}[ -]\d{3,4}[ -]\d{3,4}\b"
            r"|\b1-800-[\w-]{7,10}|\b(?:call|dial|dialled|phone|telephone|tel|hotline|helpline"
            r"|text)\.?:?\s(?:on\s|at\s)?[\d][\d -]{2,16}\d?",
            re.IGNORECASE,
        ),
        (r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)|\b\d{1,5}(?:-\d{1,5}){2,6}\b(?!-?[a-z])", 0),
        (r"(?<![\w])(?!\d{1,3}(?:\.\d{3}){2,4}(?![\w.]))\d{1,3}(?:\.\d{1,4}){2,5}(?![\w])", 0),
        (
            r"\b\d{1,3}[ -]?min(?:ute)?s?\.?[ -]read\b|\b(?:read(?:ing)?|watch"
            r"|listen(?:ing)?)(?:\s+time)?\s*:\s*\d+|\b\d+\s+(?:comments?|shares|views|likes|retweets)\s*(?:$|\|"
            r"|·)",
            re.IGNORECASE,
        ),
        (
            r"\b(?:photo|image|picture|slide|page|gallery|video|part|step|question|chapter"
            r"|episode)s?\s*:?\s*\d{1,4}\s*(?:of|/|out\s+of)\s*\d{1,4}|^\s*\d{1,3}\s*(?:of|/)\s*\d{1,3}\s*$",
            re.IGNORECASE | re.MULTILINE,
        ),
        (
            r"^\s*(?:\(?\d{1,3}[.)](?=\s|$)|\[\d{1,3}\])|(?<=\s)\((?:\d|1\d|i{1,3}|iv|v)\)(?=\s)|\[\d{1,3}\]",
            re.MULTILINE,
        ),
        (
            r"\bone\s+of\b|\bone\s+another\b|\bno[\s-]one\b|\bone\s+or\s+another\b|\bone\s+by\s+one\b"
            r"|\bone-on-one\b|\bone-to-one\b|\bone-time\b|\bone-off\b|\bone-sided\b|\bone-way\b|\b(?:square|day"
            r"|number|rule|phase)\s+one\b|\bone\s+and\s+only\b|\bone\s+(?:way\s+or\s+(?:the\s+other|another)"
            r"|thing|point|hand|such|more\s+time|day\s+soon)\b|\bone[’']s\b|\bone\s+after\s+(?:another"
            r"|the\s+other)\b|\bat\s+one\s+(?:point|stage|time)\b|\bone-stop\b|\b(?:any|every|some|each|which"
            r"|that|this|the|another|everyone|other|the\s+only)\s+one\b(?!\s+(?:million|billion|hundred|thousand"
            r"|percent|per\s+cent|[-–]))|\bone-third\s+nothing\b|\ball\s+in\s+one\b|\bone\s+and\s+the\s+same\b"
            r"|\b(?:air|page)\s+(?:force\s+)?one\b|\bone\s+(?:can|could|should|must|may|might|would|is|was|has"
            r"|does)\b|\bone\s+size\s+fits\b|\bone\s+foot\s+in\b|\bone\s+day\b(?=\s*,)|^One\s+day\b",
            re.IGNORECASE,
        ),
        (
            r"\b(?:[Ss]?he|who|they|I|[A-Z][a-z]+,?)\s+(?:is|was|’s|'s|are|turned|turns)\s+(?:now\s+|only\s+"
            r"|just\s+)?(?:\d{1,2}|1[01]\d|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
            r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty)(?=\s*[.,;”\"]|\s+(?:and|when|at|in"
            r"|on|years?\s+old)\b|$)(?!,\d|\.\d)|\b(?:died|dies|dead)\s+at\s+(?:\d{1,3})(?![\d%])"
            r"|\b[Aa]t\s+\d{1,2}(?=,?\s+(?:he|she|they|I)\b)|\b(?:man|woman|boy|girl|child|patient"
            r"|one)\s+of\s+(?:\d{1,2}|[a-z]+)(?=\s*[.,;]|\s+who\b)",
            0,
        ),
        (
            r"\b\d+-(?:of|for|from)-\d+\b|\b[a-z]{3,5}-for-[a-z]{3,5}\b|(?:^|(?<=[.!?:;]\s)|(?<=[“\"]))(?:One|Two|Three|Four|Five),|\b401\s?\(?k\)?|\b3M(?!\s+[a-z])|\b50\s+Cent\b|\bGroup\s+of\s+\d+\b|\b7-Eleven\b|\b911\s+(?:call|operator|dispatch)\w*|\bone-in-(?:a-)?\w+|\b(?:point|points|section|sections|paragraph|item|version)\s\d+\.\d+(?!\s*(?:%|percent))",
            0,
        ),
        (
            r"\b(?:zero[\s-](?:tolerance|sum|day|hour|in)|ground\s+zero|hundred\s+per\s+nothing|two[\s-](?:faced"
            r"|tone|dimensional|fold\s+nothing)|three[\s-]dimensional|second\s+to\s+none|fifty[\s-]fifty"
            r"|nine[\s-]to[\s-]five|one-two|seven\s+nation|million-to-one|six\s+feet\s+under|forty\s+winks"
            r"|cloud\s+nine|four[\s-]letter\s+word|on\s+all\s+fours|in\s+(?:one|two|three|four|five|six)s|[24]WD"
            r"|two\s+wrongs|once\s+in\s+a\s+million|one\s+in\s+a\s+million|back\s+to\s+square\s+one"
            r"|thanks\s+a\s+million|a\s+thousand\s+(?:words|cuts))\b",
            re.IGNORECASE,
        ),
        (
            r"\b\d{1,5}(?:[A-Za-z](?![\w])|(?:-\d+))?\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w’'.-]*\s+){1,3}(?:Street"
            r"|St\.?|Avenue|Ave\.?|Road|Rd\.?|Lane|Drive|Boulevard|Blvd\.?|Square|Place|Terrace|Court|Way"
            r"|Highway|Parkway|Crescent|Close|Row)\b",
            0,
        ),
        (r"\b(?:\d{1,3}(?:\.\d+)?\s*°\s*\d{1,2}(?:[′']\s*(?:\d{1,2}(?:\.\d+)?[″\"])?)?\s*[NSEW]?)\b", 0),
        (
            r"\bU-\d\d\b|\bunder-(?:\d\d|twenty\S*)s?\b|\b[A-Z]{1,5}-\d{1,4}[A-Za-z]?\b|\d+[A]\b"
            r"|\b[A-Za-z]+-\d{1,4}[A-Z]*\b(?<!mid-\d)(?![\d.,]*\s*(?:%|percent|million|billion))",
            0,
        ),
        (
            r"(?<![\w$€£¥₹.])(?:[A-Za-z]{1,12}\d[\w.-]*|\d+[A-Z](?:[A-Z]|\d)+\w*|\d[DGK]\b|\d+(?:p"
            r"|i)\b(?=\s+(?:video|resolution|display"
            r"|HD)))(?<!\dGB)(?<!\dMB)(?<!\dTB)(?<!\dKB)(?<!\dKM)(?<!\dMW)(?<!\dGW)(?<!\dTW)(?<!\dMP)(?<!\dBN)(?<!\dPS)(?<!\dEUR)(?<!\dUSD)(?<!\dGBP)",
            0,
        ),
        (
            r"\b[A-Z]\w+\s+of\s+(?:Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twelve|Twenty)\b|\b(?:Thirty|Hundred"
            r"|Seven|Six|Eight|Nine|Fourteen)\s+Years?[’']?\s+War\b|\bSix[\s-]Day\s+War\b|\bSeven\s+Sisters\b"
            r"|\bTwelve\s+Apostles\b|\bThree\s+(?:Gorges|Kings|Lions|Mile\s+Island)\b|\bFour\s+Seasons\b"
            r"|\bBig\s+(?:Three|Four|Five|Six|Ten|Tech)\b|\bSix\s+Nations\b|\bFive\s+Eyes\b"
            r"|\bTwo\s+and\s+a\s+Half\s+Men\b|\bPremier\s+League\s+Two\b|\bLeague\s+(?:One|Two)\b"
            r"|\bFormula\s+One\b|\bHundred\s+Flowers\b|\bNew\s+Seven\b",
            0,
        ),
    )
)

_SCORE = re.compile(r"(?<![\w.,$€£%-])(\d{1,3})\s?[-–]\s?(\d{1,3})(?:\s?[-–]\s?\d{1,3})?(?![\w%$€£/]|[.,]\d|-(?!\w))")
_SCORE_TO = re.compile(
    r"\b(?:by|of|score|vote[ds]?|won|lost|beat|prevailed|approved|ruled|passed|finished|was"
    r"|were)\s+(\d{1,3})\s+to\s+(\d{1,3})(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
_SCORE_NEXT = re.compile(
    r"\s+(?:win|wins|won|victory|victories|defeat|defeats|loss|draw|draws|lead|advantage|triumph"
    r"|thrashing|rout|scoreline|score|aggregate|on\s+aggregate|"
    r"record|overall|decision|ruling|vote|majority|margin|against|at|in\s+favou?r|on\s+penalties"
    r"|formation|tie|home|away|down|up|ahead|behind|series|split|mark|"
    r"final|start|success|hammering|comeback|shootout|drubbing|run|verdict|last|to|when|after|before"
    r"|with|through|thanks|and|but|until|over)\b",
    re.IGNORECASE,
)
_SCORE_BEFORE = re.compile(
    r"\b(?:won|win|wins|winning|lost|lose|loses|losing|beat|beats|beating|drew|draw|draws|drawing"
    r"|defeat(?:ed|s|ing)?|thrash(?:ed|es)|led|lead|leads|leading|trail(?:ed|s|ing)?|"
    r"voted|vote|votes|ruled|approved|passed|rejected|victory|victories|defeats|score(?:line)?|finished"
    r"|ended|edged|down(?:ed)?|score|upset|level(?:led)?|record|was|is|it|it[’']s|to|stunned|crushed"
    r"|routed|hammered|tied|ahead|behind|up|made|at|by|of|a|the|in|with|,|\))"
    r"(?:\s+[\w’'.-]+){0,4}\s*[(,:]?\s*$",
    re.IGNORECASE,
)
_COUNT_AFTER_RANGE = re.compile(r"\s*(?:-|\s)(?:[a-z]+-?){1,3}", re.IGNORECASE)
_YEAR_VALUE = re.compile(r"(?:1[0-9]|20|21)\d\d")
_NAME_BEFORE = re.compile(r"(?<![\w-])[A-Z][\w’'-]*\s$")
_SINGULAR_MEASURE = re.compile(r"\s+(?:day|week|month|season|point|hour|second|time)\b(?!\s+of\b)", re.IGNORECASE)
_PLURAL_AFTER = re.compile(r"\s+(?:[a-z]+(?<!wa)(?<!ha)(?<!i)(?<!doe)(?<!thi)s|children|schoolchildren)\b")
_TEMPORAL_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|from|before|after|during|circa|year|late|early|mid|the)[ -]$", re.IGNORECASE
)
_BOUND_BEFORE = re.compile(
    r"\b(?:about|around|over|some|nearly|almost|than|least|most|roughly|approximately|only|just|another"
    r"|up\s+to|as\s+many\s+as|estimated|total\s+of|all|these|those|all\s+of\s+the)\s+$",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|before|after|during|of|between|around|about|early|late|mid"
    r"|circa|c\.|year|years|season|summer|winter|spring|autumn|fall|and|or|to|through|for|than|back\s+to"
    r"|the|its|his|her|their|this|that|late-|mid-|early-|our|on|a|s|[A-Z][\w’'-]*),?\s*[-–(\[]?"
    r"|[(\[,;:–-]\s?|^)$"
)
_PEOPLE_AFTER = re.compile(
    r"\s+(?:(?:more|new|other|young|local|civilian|armed|police|Russian|Ukrainian|people)\s+)?(?:people"
    r"|persons|men|women|children|soldiers|troops|civilians|deaths|victims|residents|workers|employees"
    r"|jobs|votes|"
    r"homes|houses|families|refugees|migrants|passengers|protesters|demonstrators|tonnes|tons|students"
    r"|pupils|fans|police|officers|firefighters|cases|seats|cars|vehicles|members|years|dead|wounded"
    r"|injured|patients|customers|businesses|shops|stores|companies|villages|doses|hectares|acres"
    r"|barrels|tickets|copies|units|flights|points|inmates|prisoners|participants|spectators|runners"
    r"|volunteers|guests|words|miles|kilometres|kilometers|metres|meters|feet|km|kg|m|ft|lb|litres"
    r"|rupees|dollars|euros|pounds|yen|yuan|baht|calories)\b"
)


def veto_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of a text in which no number is a claim, merged and in order."""
    spans = sorted(match.span() for pattern in _PATTERNS for match in pattern.finditer(text))
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def score_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of results of games and votes ("2-1", "by 52 to 48"), which are no ranges."""
    spans = [
        match.span(1)[:1] + match.span(2)[1:] for match in _SCORE_TO.finditer(text) if int(match[1]) >= int(match[2])
    ]
    for match in _SCORE.finditer(text):
        first, second = int(match[1]), int(match[2])
        before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 24]
        is_fall = first >= second
        is_score_word = bool(_SCORE_NEXT.match(after)) and not re.match(
            r"\s+(?:to|and|with|at|in|over|after|before|when)\s+\d", after
        )
        has_noun = bool(re.match(r"[ -][a-z]{2,}", after)) and not is_score_word
        if (
            is_fall
            or (not has_noun and not re.match(r"\s*(?:%|per|m\b|k\b|bn\b)", after))
            or (is_score_word and _SCORE_BEFORE.search(before))
        ):
            spans.append(match.span())
    return spans


def is_inside(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether ``start..end`` overlaps one of the spans, which are in order and do not overlap."""
    index = bisect_right(spans, (end - 1, float("inf"))) - 1
    return index >= 0 and spans[index][1] > start


def is_year(text: str, number: Number) -> bool:
    """Say whether four bare digits are a year rather than a count."""
    written = text[number.start : number.end]
    if not number.is_plain or not _YEAR_VALUE.fullmatch(written):
        return False
    before = text[max(0, number.start - 24) : number.start]
    if 1900 <= number.value <= 2100 and _NAME_BEFORE.search(before) and not _BOUND_BEFORE.search(before):
        return True
    if _PEOPLE_AFTER.match(text, number.end):
        return False
    if _BOUND_BEFORE.search(before) and re.match(r"\s+[a-z]+s\b", text[number.end : number.end + 24]):
        return False
    if _SINGULAR_MEASURE.match(text, number.end):
        return True
    is_recent = 1900 <= number.value <= 2100
    if not is_recent and _PLURAL_AFTER.match(text, number.end) and not _TEMPORAL_BEFORE.search(before):
        return False
    if is_recent and number.value % 500:
        return True
    return bool(_YEAR_BEFORE.search(before)) or not re.match(r"\s+[a-z]+", text[number.end : number.end + 3])
