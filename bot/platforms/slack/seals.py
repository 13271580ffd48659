"""Tokens as the database keeps them: encrypted, with keys that only the environment has."""

import json
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Seals:
    """The first key seals, all of them open. A new one is put in front; older ones can go when all is sealed anew."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises ValueError for a key that is none: 32 bytes in base64, as `Fernet.generate_key` makes them."""
        self._first = Fernet(keys[0])
        self._all = MultiFernet([Fernet(key) for key in keys])

    def seal(self, secrets: Mapping[str, str]) -> str:
        """Encrypt."""
        return self._first.encrypt(json.dumps(dict(secrets)).encode()).decode()

    def open(self, sealed: str) -> dict[str, str] | None:
        """Decrypt; None where no key fits."""
        try:
            found: dict[str, str] = json.loads(self._all.decrypt(sealed.encode()))
        except InvalidToken:
            return None
        return found

    def is_newest(self, sealed: str) -> bool:
        """Whether it was sealed with the first key."""
        try:
            self._first.decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True
