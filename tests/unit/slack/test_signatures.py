"""What is signed by Slack comes in; everything else is turned away, and nothing raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from bot.platforms.slack.signatures import SIGNATURE, TIMESTAMP, is_signed, sign
from bot.service.platform import Request

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW_S = 1_795_000_000.0
STAMP = b"1795000000"
BODY = b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&text=94070"


def knocks(*headers: tuple[bytes, bytes], body: bytes = BODY, secret: str = SECRET) -> bool:
    return is_signed(Request("POST", "", headers, body), secret, NOW_S)


def headers(stamp: bytes = STAMP, body: bytes = BODY) -> list[tuple[bytes, bytes]]:
    return [(TIMESTAMP, stamp), (SIGNATURE, sign(SECRET, stamp, body))]


def test_the_signature_is_the_one_that_slacks_own_kit_makes() -> None:
    theirs = SignatureVerifier(SECRET).generate_signature(timestamp=STAMP.decode(), body=BODY.decode())
    assert sign(SECRET, STAMP, BODY).decode() == theirs
    assert knocks(*headers())


@pytest.mark.parametrize("seconds", [-300, -1, 0, 299, 300])
def test_five_minutes_are_forgiven(seconds: int) -> None:
    assert knocks(*headers(str(int(NOW_S) + seconds).encode()))


@pytest.mark.parametrize(
    "stamp",
    [
        b"",
        b"-1",
        b"1e9",
        b"soon",
        b"1795000000.5",
        b"9" * 400,
        b"\xff",
        "１７９５００００００".encode(),
        b"1794999699",
        b"1795000301",
    ],
)
def test_other_times_are_not(stamp: bytes) -> None:
    assert not knocks(*headers(stamp))


@pytest.mark.parametrize("signature", [b"", b"v0=", b"v0=00", b"\xc3\xbc", b"v1=" + b"0" * 64, b"a" * 10_000])
def test_other_signatures_are_turned_away(signature: bytes) -> None:
    assert not knocks((TIMESTAMP, STAMP), (SIGNATURE, signature))


def test_a_header_too_many_or_too_few_is_turned_away() -> None:
    first, second = headers()
    assert not knocks(first)
    assert not knocks(second)
    assert not knocks(first, first, second)
    assert not knocks(first, second, second)


def test_without_a_secret_nobody_comes_in() -> None:
    assert not is_signed(Request("POST", "", [(TIMESTAMP, STAMP), (SIGNATURE, sign("", STAMP, BODY))], BODY), "", NOW_S)


def test_a_changed_body_is_turned_away() -> None:
    assert not knocks(*headers(), body=BODY + b"1")


@given(st.binary(max_size=20), st.binary(max_size=80), st.binary(max_size=40))
def test_nothing_raises(stamp: bytes, signature: bytes, body: bytes) -> None:
    assert not knocks((TIMESTAMP, stamp), (SIGNATURE, signature), body=body)


@given(st.binary(max_size=200))
def test_a_body_need_not_be_text(body: bytes) -> None:
    assert knocks(*headers(body=body), body=body)
