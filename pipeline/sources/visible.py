"""Characters that are not seen and yet change how a name is shown or compared."""

import re

# Controls, marks of direction and of zero width, soft hyphens; not the joiners that Persian and Hindi are spelt with.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
