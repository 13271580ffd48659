"""What a view carries along comes back as it was, and always fits."""

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.metadata import LIMIT, Metadata
from bot.service.arrivals import Place

PLACE = Place("slack:T1", "C1", "slack:T1", is_shared=True, thread="1795000000.000100")


def test_the_place_comes_back() -> None:
    meta = Metadata.at(PLACE, "C1/U1/1795000000.000100")
    assert Metadata.read(meta.write()) == meta
    assert meta.place() == PLACE


def test_newer_answers_count_as_seen() -> None:
    meta = Metadata("slack:T1", "C1", fields=(("q1", "", 3), ("q2", "P-1", 4)))
    assert meta.with_seen({("q2", "P-1"): 9}).fields == (("q1", "", 3), ("q2", "P-1", 9))


@given(st.lists(st.text("abc_.", min_size=40, max_size=40), max_size=200))
def test_it_always_fits(done: list[str]) -> None:
    fields = tuple((f"{'q' * 38}{n:02}", "P-100", 10**6) for n in range(12))
    meta = Metadata("slack:T0123456789", "C0123456789", fields=fields, done=tuple(done))
    found = Metadata.read(meta.write())
    assert len(meta.write()) <= LIMIT
    assert found is not None
    assert found.fields == fields


@given(st.text(max_size=200) | st.sampled_from(["{}", "[]", "null", '{"fields":3}', '{"bot":1,"x":2}', "[" * 10_000]))
def test_anything_else_is_none(text: str) -> None:
    assert Metadata.read(text) is None
