"""Web and e-mail addresses."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.asking import (
    ANY_TEXT,
    AROUND,
    LONG_TEXTS,
    WRONG_KINDS,
    check_any_text,
    check_sample,
    check_typed_back,
    guess,
    question,
    refusal,
    value,
)

URL = question("url")
SAFE = question("url", https_only=True)
MAIL = question("email")

GOOD_URLS = [
    *("https://example.com", "http://example.com/a?b=c#d", "https://example.com:8443/x", "HTTPS://Example.COM"),
    *("https://例子.测试", "https://bücher.example/ä", "https://भारत.भारत", "https://xn--e1afmkfd.xn--p1ai/"),
    *("https://localhost:8080", "https://192.168.0.1/admin", "https://[::1]:8080/x", "https://[2001:db8::1]"),
    *("https://my_host.example.com", "https://user@example.com", "https://a.b.c.d.example.travel/%E4%BD%A0"),
]
BAD_URLS = [
    *("", "hello", "https://", "https:///x", "https://exa mple.com", "ftp://example.com", "javascript:alert(1)", "e.g"),
    *("https://example.com:99999", "https://example.com:x", "https://[::1", "https://999.1.1.1", "https://1.2.3"),
    *("https://-a.com", "https://a..com", "https://example", 'https://example.com/"x', "https://" + "a" * 64 + ".com"),
    *("https://example.com/" + "x" * 2000, "https://exa\\mple.com", "//example.com", "www.", "https://.com", "3.5"),
]


@pytest.mark.parametrize("typed", GOOD_URLS)
def test_web_addresses_are_kept_as_typed(typed: str) -> None:
    assert value(URL, typed) == typed
    assert value(URL, f" <{typed}> ") == typed
    check_typed_back(URL, typed)


@pytest.mark.parametrize("typed", BAD_URLS)
def test_what_is_no_web_address_is_told_so(typed: str) -> None:
    assert refusal(URL, typed) == (
        "I need a web address that begins with https://, for example: https://example.com/menu"
    )


@pytest.mark.parametrize("typed", ["example.com", "www.example.com/menu", "localhost:8080", "例子.测试", "1.2.3.4:80"])
def test_a_missing_beginning_is_asked_back(typed: str) -> None:
    assert guess(URL, typed) == f"https://{typed}"


def test_http_is_refused_where_it_must_be_safe() -> None:
    assert refusal(SAFE, "http://example.com")
    assert value(SAFE, "https://example.com")
    assert guess(SAFE, "example.com") == "https://example.com"
    assert not SAFE.accepts("http://example.com", AROUND)


@pytest.mark.parametrize(
    "typed",
    [
        *("ana@example.com", "ana.b+c@mail.example.co.uk", "o'neill@example.com", "ana@bücher.example", "аня@почта.рф"),
        *("x@xn--e1afmkfd.xn--p1ai", "a_b-c@ex-ample.org"),
    ],
)
def test_mail_addresses_are_kept_as_typed(typed: str) -> None:
    assert value(MAIL, typed) == typed
    assert value(MAIL, f"mailto:{typed}") == typed
    assert value(MAIL, f"Ana <{typed}>") == typed
    check_typed_back(MAIL, typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "ana", "ana@", "@example.com", "ana@example", "ana@@example.com", "a b@example.com", ".a@example.com"),
        *(
            "a..b@example.com",
            "a.@example.com",
            "ana@1.2.3.4",
            "ana@-x.com",
            "a,b@example.com",
            "ana@example.com, x@y.zz",
        ),
        *("x" * 65 + "@example.com", "a@" + "b." * 130 + "com", "ana@exa_mple", "ana@.com"),
    ],
)
def test_what_is_no_mail_address_is_told_so(typed: str) -> None:
    assert refusal(MAIL, typed) == "I need an e-mail address, for example: team@example.com"


def test_only_addresses_are_accepted() -> None:
    for wrong in (*WRONG_KINDS, "", "example.com"):
        assert not URL.accepts(wrong, AROUND), wrong
        assert not MAIL.accepts(wrong, AROUND), wrong


def test_samples_are_addresses() -> None:
    for asked in (URL, SAFE, MAIL, question("url", example="https://a.example"), question("email", example="a@b.co")):
        check_sample(asked)
    assert question("url", example="https://a.example").sample(AROUND) == "https://a.example"


@given(
    st.sampled_from([URL, SAFE, MAIL]), ANY_TEXT | ANY_TEXT.map("https://{}".format) | ANY_TEXT.map("a@{}.com".format)
)
def test_any_text_is_answered(asked: Any, typed: str) -> None:
    check_any_text(asked, typed)


@pytest.mark.parametrize("typed", LONG_TEXTS, ids=range(len(LONG_TEXTS)))
def test_long_texts_are_answered(typed: str) -> None:
    for asked in (URL, MAIL):
        check_any_text(asked, typed)
