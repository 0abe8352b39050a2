"""The table of units: canonical name, kind, and the ways of writing each; data only, own work.

Names are full English words in the singular; money is named by its ISO 4217 code. ``WORDS`` are matched in any case,
``SYMBOLS`` exactly as they stand. Conversion between units is not offered: a claim keeps the unit that was claimed.
"""

from pipeline.word_lists import listed

WORDS: dict[str, tuple[str, str]] = {}
"""Lower-case surface -> (canonical name, kind)."""

SYMBOLS: dict[str, tuple[str, str]] = {}
"""Exact surface -> (canonical name, kind)."""


def _unit(kind: str, name: str, words: str = "", symbols: str = "") -> None:
    """Enter one unit: its name, plural and further words (split at "|") and its symbols (split at "|")."""
    plural = name + "s" if not name.endswith(("s", "z")) else name
    for word in {name, plural, *filter(None, words.split("|"))}:
        WORDS[word] = (name, kind)
    for symbol in filter(None, symbols.split("|")):
        SYMBOLS[symbol] = (name, kind)


_unit("percent", "percent", "per cent|percentage|pct|percents", "%|pc|pct.|٪")
_unit(
    "percent",
    "percentage point",
    "percent point|percent points|per cent points|ppt|ppts",
    "pp|pps|%-points|%-point|pct pts|pct points",
)
_unit("percent", "per mille", "per mil|permille", "‰")
_unit("percent", "basis point", "bps", "bp|bps")
_unit("points", "point", "", "pts|pt")

_unit("duration", "millisecond", "", "ms")
_unit("duration", "second", "sec|secs", "s")
_unit("duration", "minute", "min|mins")
_unit("duration", "hour", "hr|hrs", "h")
_unit(
    "duration",
    "day",
    "working day|working days|business day|business days|trading day|trading days|calendar day|calendar days",
)
_unit("duration", "night")
_unit("duration", "week", "wk|wks")
_unit("duration", "fortnight")
_unit("duration", "month")
_unit("duration", "year", "yr|yrs")
_unit("duration", "decade")
_unit("duration", "century", "centuries")

_unit("age", "year of age", "year-old|years-old|year old|years old|year-olds|year olds|years of age|yr old|yrs old|yo")
_unit("age", "month of age", "month-old|months-old|month old|months old|month-olds|months of age")
_unit("age", "week of age", "week-old|weeks-old|week old|weeks old|week-olds|weeks of age")
_unit("age", "day of age", "day-old|days-old|day old|days old|day-olds|days of age")

_unit("distance", "kilometre", "kilometer|kilometers", "km|kms|Km|KM")
_unit("distance", "metre", "meter|meters", "m")
_unit("distance", "centimetre", "centimeter|centimeters", "cm")
_unit("distance", "millimetre", "millimeter|millimeters", "mm")
_unit("distance", "micrometre", "micrometer|micrometers|micron|microns", "µm|μm")
_unit("distance", "nanometre", "nanometer|nanometers", "nm")
_unit("distance", "mile", "", "mi")
_unit("distance", "nautical mile", "", "nmi")
_unit("distance", "yard", "yd|yds")
_unit("distance", "foot", "feet|ft", "′")
_unit("distance", "inch", "inches", '″|"|in.|in')
_unit("distance", "light-year", "light year|light years")
_unit("distance", "pixel", "", "px")

_unit("area", "square kilometre", "square kilometer|square kilometers|square kilometres|sq km", "km²|km2|sq. km")
_unit("area", "square metre", "square meter|square meters|square metres|sq m|sqm", "m²|m2|sq. m")
_unit("area", "square centimetre", "square centimeter|square centimeters", "cm²|cm2")
_unit("area", "square mile", "sq mi|sq miles", "sq. mi")
_unit("area", "square foot", "square feet|sq ft|sqft|square ft", "sq. ft|sq. ft.|ft²")
_unit("area", "square yard")
_unit("area", "hectare", "", "ha")
_unit("area", "acre")

_unit("volume", "litre", "liter|liters", "l|L")
_unit("volume", "millilitre", "milliliter|milliliters", "ml|mL|cc")
_unit("volume", "centilitre", "centiliter|centiliters", "cl")
_unit("volume", "hectolitre", "hectoliter|hectoliters", "hl")
_unit("volume", "gallon")
_unit("volume", "pint")
_unit("volume", "quart")
_unit("volume", "cup")
_unit("volume", "tablespoon", "tbsp")
_unit("volume", "teaspoon", "tsp")
_unit("volume", "fluid ounce", "fl oz")
_unit("volume", "cubic metre", "cubic meter|cubic meters", "m³|m3|cu m")
_unit("volume", "cubic centimetre", "cubic centimeter|cubic centimeters", "cm³")
_unit("volume", "cubic foot", "cubic feet|cu ft")
_unit("volume", "cubic kilometre", "cubic kilometer|cubic kilometers", "km³")
_unit("volume", "barrel", "bbl|bbls")
_unit("volume", "bushel")

_unit("mass", "gram", "gramme|grammes", "g|gm")
_unit("mass", "kilogram", "kilo|kilos|kilogramme|kilogrammes", "kg|kgs|Kg")
_unit("mass", "milligram", "", "mg")
_unit("mass", "microgram", "", "µg|μg|mcg")
_unit("mass", "tonne", "metric ton|metric tons|metric tonne|metric tonnes", "t")
_unit("mass", "ton", "short ton|short tons|long ton|long tons")
_unit("mass", "kiloton", "kilotonne|kilotonnes", "kt")
_unit("mass", "megaton", "megatonne|megatonnes", "Mt")
_unit("mass", "gigaton", "gigatonne|gigatonnes", "Gt")
_unit("mass", "pound (mass)", "lb|lbs")
_unit("mass", "ounce", "oz")
_unit("mass", "stone")
_unit("mass", "carat")

_unit(
    "temperature",
    "degree Celsius",
    "celsius|degree celsius|degrees celsius|degree celsius|degrees centigrade|degrees c|deg c",
    "°C|° C|ºC|℃|C",
)
_unit(
    "temperature",
    "degree Fahrenheit",
    "fahrenheit|degrees fahrenheit|degree fahrenheit|degrees f|deg f",
    "°F|° F|ºF|℉|F",
)
_unit("temperature", "kelvin")
_unit("angle", "degree", "deg", "°|º")

_unit(
    "speed",
    "kilometre per hour",
    "kilometres per hour|kilometers per hour|kilometres an hour|kilometers an hour|kph|kmh|kmph",
    "km/h|km/hr|km/hour|kmh|kph",
)
_unit("speed", "mile per hour", "miles per hour|miles an hour|mile-an-hour|mph|m.p.h.|m.p.h")
_unit("speed", "metre per second", "metres per second|meters per second|metres a second|meters a second", "m/s")
_unit("speed", "kilometre per second", "kilometres per second|kilometers per second|kilometres a second", "km/s")
_unit("speed", "knot", "", "kt|kts")
_unit("speed", "mile per gallon", "miles per gallon|miles to the gallon|mpg")
_unit("speed", "revolutions per minute", "rpm|revs per minute")
_unit("rate", "frame per second", "frames per second|fps")
_unit("rate", "parts per million", "ppm")
_unit("rate", "parts per billion", "ppb")
_unit(
    "rate",
    "barrel per day",
    "barrels per day|barrels a day|barrels-a-day|barrels-per-day|barrel-a-day|bpd",
    "b/d|bpd|bbl/d",
)

_unit("power", "watt", "", "W")
_unit("power", "kilowatt", "", "kW|KW")
_unit("power", "megawatt", "", "MW")
_unit("power", "gigawatt", "", "GW")
_unit("power", "terawatt", "", "TW")
_unit("power", "horsepower", "bhp", "hp|PS")
_unit("energy", "watt-hour", "watt hour|watt hours", "Wh")
_unit("energy", "kilowatt-hour", "kilowatt hour|kilowatt hours", "kWh|KWh|kwh")
_unit("energy", "megawatt-hour", "megawatt hour|megawatt hours", "MWh")
_unit("energy", "gigawatt-hour", "gigawatt hour|gigawatt hours", "GWh")
_unit("energy", "terawatt-hour", "terawatt hour|terawatt hours", "TWh")
_unit("energy", "joule", "", "J")
_unit("energy", "calorie", "", "cal")
_unit("energy", "kilocalorie", "", "kcal")
_unit("energy", "electronvolt", "", "eV")
_unit("electric", "volt", "", "V")
_unit("electric", "kilovolt", "", "kV")
_unit("electric", "ampere", "amp|amps", "")
_unit("electric", "milliampere-hour", "milliamp hours", "mAh")
_unit(
    "torque",
    "newton metre",
    "newton metres|newton-metre|newton-metres|newton meter|newton-meter|newton-meters",
    "Nm|N·m",
)
_unit(
    "torque",
    "foot pound-force",
    "pound-feet|pound-foot|lb-ft|foot-pounds|foot-pound|foot pounds|pound feet",
    "lb.-ft.|ft-lb|lb ft",
)
_unit("pressure", "pascal", "", "Pa")
_unit("pressure", "kilopascal", "", "kPa")
_unit("pressure", "hectopascal", "", "hPa")
_unit("pressure", "millibar", "", "mbar|mb")
_unit("pressure", "pound per square inch", "pounds per square inch|psi")
_unit("frequency", "hertz", "", "Hz")
_unit("frequency", "kilohertz", "", "kHz")
_unit("frequency", "megahertz", "", "MHz")
_unit("frequency", "gigahertz", "", "GHz")
_unit("sound", "decibel", "", "dB")
_unit("data", "bit")
_unit("data", "byte")
_unit("data", "kilobyte", "", "kB|KB")
_unit("data", "megabyte", "", "MB")
_unit("data", "gigabyte", "", "GB|Gb")
_unit("data", "terabyte", "", "TB")
_unit("data", "petabyte", "", "PB")
_unit("data", "megabit", "", "Mbit|Mb")
_unit("data", "gigabit", "", "Gbit")
_unit("data", "megabit per second", "megabits per second|megabits a second", "Mbps|Mbit/s|Mb/s")
_unit("data", "gigabit per second", "gigabits per second", "Gbps|Gbit/s|Gb/s")
_unit("data", "megapixel", "", "MP|Mpx")
_unit("angle", "minute of arc", "arcminute|arcminutes")
_unit("multiplier", "time", "", "x|×|X")

PER = frozenset(
    listed(
        """
    day hour minute second week month year annum night barrel litre liter gallon ounce pound kilo kilogram
    gram tonne ton mile kilometre kilometer metre meter acre hectare bushel kg km kWh MWh l oz lb h hr yr
    bbl d m quarter mmBtu
    """
    )
)
"""What a rate can be "per": a measure, not a thing that is counted."""

PRICED = frozenset(
    listed(
        """
    share head person piece unit seat ticket game vote visit patient pupil student worker household bottle
    pack plate word room bag bale sack animal cow child member passenger dose cup pop carat
    """
    )
)
"""Things that prices are for behind "a" ("45 cents a share")."""

RATE_KINDS = frozenset({"money", "volume", "mass", "distance", "data"})
"""Kinds of units that make a rate with what stands behind "per" ("5 litres per day")."""
