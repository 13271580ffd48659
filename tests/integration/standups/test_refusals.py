"""Whatever is said wrong gets a sentence that says how it is said right."""

from collections.abc import Iterator

import pytest

from bot.storage.database import open_store
from tests.integration.standups.team import Person, Team

WITHOUT_ANY = {
    "/standup frobnicate": "“frobnicate” I can't do with a stand-up. There are: new, show",
    "/standup show": "There is no stand-up in this project.",
    "/standup show Daily": "There is no stand-up in this project.",
    "/standup pause": "There is no stand-up in this project.",
    "/standup resume": "There is no stand-up in this project.",
    "/standup skip tomorrow": "There is no stand-up in this project.",
    "/standup unskip": "There is no stand-up in this project.",
    "/standup now": "There is no stand-up in this project.",
    "/standup report": "There is no stand-up in this project.",
    "/standup history": "There is no stand-up in this project.",
    "/standup delete": "There is no stand-up in this project.",
    "/standup restore Daily": "No stand-up of this project was deleted.",
    "/standup edit time 10:00": "There is no stand-up in this project.",
    "/checkin": "There is no stand-up in this project.",
    "/blockers": "Nothing is in the way.",
    "/blockers BL-7": "There is no open blocker “BL-7”.",
    "/digest show": "There is no scheduled summary.",
    "/digest pause": "There is no scheduled summary.",
    "/digest delete 3": "There is no scheduled summary.",
    "/digest frobnicate": "“frobnicate” I can't do with a digest.",
}
WITH_ONE = {
    "/standup new Daily": "There is a stand-up “Daily” already.",
    "/standup skip someday": "Which day shall be left out?",
    "/standup skip 24 Dec 2019": "Which day shall be left out?",
    "/standup report someday": "Which day? For example",
    "/standup report yesterday": "“Daily” has no answers of Sunday, 28 February 2027.",
    "/standup report": "“Daily” has had no round yet.",
    "/standup history": "“Daily” has had no round yet.",
    "/standup export xml": "It is /standup export for a table",
    "/standup nudges": "It is /standup nudges on or /standup nudges off",
    "/standup nudges maybe": "It is /standup nudges on or /standup nudges off",
    "/standup edit": "Say what and how, for example /standup edit time 10:00.",
    "/standup edit time": "Say what and how",
    "/standup edit colour blue": "Say what and how",
    "/standup edit time noonish": "time",
    "/standup edit days someday": "Do you mean “Sunday”? Then send /standup edit days sun.",
    "/standup edit days Caturday": "Do you mean “Saturday”?",
    "/standup edit days Mon-Frx": "“Mon-Frx” is none of what days can be: Monday",
    "/standup edit time 9": "Do you mean “09:00”? Then send /standup edit time 09:00.",
    "/standup edit every weak": "Do you mean “Every week”? Then send /standup edit every week.",
    "/standup edit window 3 hours": "“3 hours” is none of what window can be: Half an hour",
    "/standup edit zone Atlantis": "zone",
    "/standup edit window 7": "“7” is none of what window can be",
    "/standup edit until yesteryear": "date",
    "/standup edit ask": "There are 3 questions",
    "/standup edit drop": "There are 3 questions",
    "/standup edit drop 0": "There are 3 questions",
    "/standup edit drop 9": "There are 3 questions",
    "/standup edit reword 1": "There are 3 questions",
    "/standup edit reword two What?": "There are 3 questions",
    "/away some day": "I need to know from when to when",
    "/away 31 Feb": "I need to know from when to when",
    "/away @zoe tomorrow": "I don't know @zoe here.",
    "/back @zoe": "I don't know @zoe here.",
    "/timezone": "Your time zone: not known yet.",
    "/timezone Atlantis": "zone",
    "/timezone CST": "America/Chicago",
    "/holidays": "Public holidays that count for you: none.",
    "/holidays Atlantis": "I know public holidays by country and region",
    "/holidays team": "Public holidays that count for you: none.",
    "/holidays team Atlantis": "I know public holidays by country and region",
    "/standup report tomorrow": "Tuesday, 2 March 2027 lies ahead",
    "/standup report last week": "“Daily” has no answers from Monday, 22 February 2027 to Sunday, 28 February 2027.",
    "/standup skip 6-7 Mar": "“Daily” has no round from Saturday, 6 March 2027 to Sunday, 7 March 2027.",
    "/standup skip from Monday": "Which day shall be left out?",
    "/standup skip 1 Apr - 30 Sep": "Which day shall be left out?",
    "/standup unskip tomorrow": "“Daily” does not leave that out.",
    "/report tomorrow": "Tuesday, 2 March 2027 lies ahead",
    "/report some time": "I need a period",
    "/report 0 weeks": "I need a period",
    "/report 9999999999 weeks": "I need a period",
    "/digest pause 2": "There is no scheduled summary.",
}


@pytest.fixture(scope="module")
def ana(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """Somebody whose team has no stand-up, and gets none by what she says here."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('none') / 'phasewalk.db'}")
    yield Team(store).person("Ana").says("/resume")
    store.close()


@pytest.fixture(scope="module")
def ben(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """Somebody whose team has one, which nothing that he says here changes."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('one') / 'phasewalk.db'}")
    person = Team(store).person("Ben").says("/resume")
    person.team.starts(person, name="Daily")
    yield person
    store.close()


@pytest.mark.parametrize("text", WITHOUT_ANY)
def test_where_there_is_none_it_is_said(ana: Person, text: str) -> None:
    ana.says(text)
    assert ana.sees(WITHOUT_ANY[text])
    assert ana.screen.kinds[0] in ("say", "error")
    assert ana.question == "What is the project called?"
    assert ana.is_asked()


@pytest.mark.parametrize("text", WITH_ONE)
def test_what_is_said_wrong_gets_a_sentence(ben: Person, text: str) -> None:
    before = ben.team.standups()
    ben.says(text)
    assert ben.sees(WITH_ONE[text])
    assert ben.screen.kinds[0] in ("say", "error")
    assert ben.question == "What is the project called?"
    assert ben.is_asked()
    assert ben.team.standups() == before


HOSTILE = ("{x} %s", "x" * 3000, "1" * 5000, "²", "@", "-", "\u202e", "٣ x", "delete 1" * 200, ":", "＃1")


@pytest.mark.parametrize("command", ["checkin", "blockers", "away", "back", "timezone", "holidays", "report", "digest"])
def test_no_argument_breaks_a_command(team: Team, command: str) -> None:
    ana = team.person("Ana")
    ana.says("/resume")
    team.starts(ana, name="Daily")
    for text in HOSTILE:
        ana.says(f"/{command} {text}")
        assert set(ana.screen.kinds) & {"say", "error", "ask"}, text
        assert len(ana.read) < 8192, text


@pytest.mark.parametrize(
    "what", ["ask", "drop", "reword", "time", "zone", "people", "name", "questions", "days", "until"]
)
def test_no_setting_breaks_a_stand_up(team: Team, what: str) -> None:
    ana = team.person("Ana")
    team.starts(ana, name="Daily")
    for text in HOSTILE:
        ana.says(f"/standup edit {what} {text}")
        assert set(ana.screen.kinds) & {"say", "error"}, text
        ana.says("/standup")
        assert ana.sees("Summary at"), text


def test_digests_are_set_up_listed_paused_and_deleted(team: Team) -> None:
    ana, ben = team.person("Ana", "Europe/Berlin"), team.person("Ben")
    assert "error" in ben.says("/digest new").screen.kinds
    ana.says("/digest", "week", "fri", "16:00").presses("Europe/Berlin (UTC+01:00)").says("here")
    assert ana.sees("Done.", "every Friday at 16:00", "next on Friday, 5 March 2027")
    assert ana.says("/digest").sees("Scheduled summaries", "every Friday at 16:00")
    assert "error" in ben.says("/digest pause").screen.kinds
    assert ana.says("/digest pause").sees("The digest rests.")
    team.at("2027-03-05", "20:00")
    assert ana.read == ""
    assert ana.says("/digest resume 1").sees("next on Friday, 12 March 2027")
    assert ana.says("/digest delete 2").sees("digest")
    team.at("2027-03-12", "15:00")
    assert ana.sees("The picture and the full report follow.")
    assert ana.screen.kinds[1:] == ["picture", "report"]
    assert ana.says("/digest delete").sees("The digest is deleted.")
    assert not team.waiting()
