"""Superset's own settings for the check: an empty store beside it, a key of its own, no network, no tracking."""

import os
from pathlib import Path

SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{Path(os.environ['SUPERSET_HOME']) / 'superset.db'}"

WTF_CSRF_ENABLED = False
"""Scripts send a token instead of a form; this Superset listens on loopback only, for the length of the check."""

TALISMAN_ENABLED = False
SCARF_ANALYTICS = False
