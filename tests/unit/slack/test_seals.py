"""Tokens are sealed with the newest key, and opened with any that is still there."""

import pytest
from cryptography.fernet import Fernet

from bot.platforms.slack.seals import Seals

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SECRETS = {"token": "xoxb-1", "refresh": "xoxe-1"}


def test_what_was_sealed_can_be_opened_and_not_read() -> None:
    sealed = Seals([OLD]).seal(SECRETS)
    assert "xoxb" not in sealed
    assert Seals([OLD]).open(sealed) == SECRETS


def test_a_new_key_in_front_opens_what_the_old_one_sealed() -> None:
    sealed = Seals([OLD]).seal(SECRETS)
    both = Seals([NEW, OLD])
    assert both.open(sealed) == SECRETS
    assert not both.is_newest(sealed)
    assert both.is_newest(both.seal(SECRETS))
    assert Seals([NEW]).open(both.seal(SECRETS)) == SECRETS


def test_without_its_key_it_stays_closed() -> None:
    assert Seals([NEW]).open(Seals([OLD]).seal(SECRETS)) is None
    assert Seals([NEW]).open("nonsense") is None


def test_a_key_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        Seals(["secret"])
