"""In a Django project: at the end of its settings."""

import os

BELLWIRE_URL = os.environ.get("BELLWIRE_URL", "http://127.0.0.1:3000")
BELLWIRE_KEY = os.environ.get("BELLWIRE_KEY", "")
# The same as Bellwire's own WEBHOOK_SECRET.
WEBHOOK_SECRET = os.environ["WEBHOOK_SECRET"]
