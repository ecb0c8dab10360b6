"""What a shop needs of Bellwire: three calls, and the check of what Bellwire calls. The standard library alone."""

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT_SECONDS = 10
TRIES = 3
# A call older or newer than this is no call of now: somebody may have kept it to repeat it.
TOLERANCE_SECONDS = 300


class NotFromBellwire(Exception):
    """Bellwire did not sign this, or long ago."""


class Bellwire:
    def __init__(self, url, key=""):
        self.url, self.key = url, key

    def make_link(self, user):
        """An address that makes one chat this user's, once: `url`, `qr` (an address of a picture), `expires_at`."""
        return self._call("POST", f"/recipients/{quote(user)}/link", {})

    def notify(self, id, user, message, **options):
        """
        The queue keeps it also while no bot runs. Because we name it, by `id`, it may be asked again when an answer was
        lost, and is still sent once.
        """
        notification = {"id": id, "user_id": user, "message": message, "via": "queue", **options}
        for tries in range(1, TRIES + 1):
            try:
                return self._call("POST", "/notifications", notification)
            except OSError:
                if tries == TRIES:
                    raise

    def what_became_of(self, id):
        """Its `state`, and the `reason` where there is one."""
        return self._call("GET", f"/notifications/{quote(id)}")

    def _call(self, method, path, body=None):
        request = urllib.request.Request(self.url + path, method=method)
        request.add_header("Content-Type", "application/json")
        if self.key:
            request.add_header("Authorization", f"Bearer {self.key}")
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, TIMEOUT_SECONDS) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise OSError(f"Bellwire answers {error.code}: {error.read().decode()}") from error


def read_call(secret, headers, body):
    """The event that Bellwire signed in the form of Standard Webhooks. `body`: the bytes as they came."""
    id, sent, signatures = (headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not (sent.isascii() and sent.isdecimal()) or abs(time.time() - int(sent)) > TOLERANCE_SECONDS:
        raise NotFromBellwire
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{id}.{sent}.".encode() + body, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(digest)
    if not any(hmac.compare_digest(expected, given.encode()) for given in signatures.split(" ")):
        raise NotFromBellwire
    return json.loads(body)


def quote(text):
    return urllib.parse.quote(text, safe="")
