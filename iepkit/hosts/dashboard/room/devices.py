"""A device of a room: a random number that the server made and signed. No address, no name."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

NUMBER_BYTES = 15
SIGN_BYTES = 15


class Devices:
    """Makes and checks the tokens that phones keep in a cookie. One of another room, or made up, is none."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"devices", "sha256")

    def new_token(self, room: str) -> str:
        """The token of a new device."""
        number = secrets.token_bytes(NUMBER_BYTES)
        return urlsafe_b64encode(number + self._sign(room, number)).decode()

    def device(self, room: str, token: str) -> bytes | None:
        """What a token's device is called in the votes of its room: nobody can make the token of it."""
        try:
            data = urlsafe_b64decode(token.encode())
        except (Error, ValueError):
            return None
        number, sign = data[:NUMBER_BYTES], data[NUMBER_BYTES:]
        if not hmac.compare_digest(sign, self._sign(room, number)):
            return None
        return hashlib.sha256(data).digest()[:16]

    def _sign(self, room: str, number: bytes) -> bytes:
        return hmac.digest(self._key, room.encode() + number, "sha256")[:SIGN_BYTES]
