"""The home tab: every project, what comes next, what waits, and nothing that Slack refuses."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.slack.home import zone_options
from bot.platforms.slack.pressing import to_arrival, to_form_press
from bot.service.arrivals import Look, Message, Switch
from tests.unit.chatting import WORDS
from tests.unit.slack.asking import COMPOSER, HERE, TODAY, labels, pressable, read
from tests.unit.slack.limits import check_view
from tests.unit.slack.pressed import at_home
from tests.unit.slack.test_standing import PHASES


def project(id_: str = "tea", *, is_current: bool = True, **fields: Any) -> dict[str, Any]:
    return {
        "workspace": "slack:T1",
        "id": id_,
        "name": f"Project {id_}",
        "role": "owner",
        "is_current": is_current,
        "standing": PHASES,
        "next": {
            "text": [["Who is it for?", "plain"]],
            "place": ["Requirements", "Target users"],
            "question": "users",
            "item": "P-1",
        },
        "waiting": [],
        "documents": [],
        **fields,
    }


def home(
    *projects: dict[str, Any], zone: str = "Europe/Lisbon", more: int = 0, language: str = "en-GB"
) -> dict[str, Any]:
    """The view of these projects."""
    payload = {"kind": "home", "projects": list(projects), "more": more, "zone": zone, "language": language}
    [call] = COMPOSER.compose([payload], HERE, TODAY)
    assert call["kind"] == "home"
    view: dict[str, Any] = call["view"]
    check_view(view)
    return view


def headers(view: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]


def press(view: dict[str, Any], label: str) -> dict[str, Any]:
    """The button with this label, as Slack says that it was pressed."""
    [block, element] = next(
        (block, one)
        for block in view["blocks"]
        if block["type"] == "actions"
        for one in block["elements"]
        if one["type"] == "button" and one["text"]["text"] == label
    )
    return at_home(element | {"block_id": block["block_id"]})


def arrival(body: dict[str, Any]) -> Any:
    found = to_arrival(body)
    assert found is not None
    assert found.arrival.place.chat == "T1/U1"
    return found.arrival


def test_without_projects_it_says_what_will_be_here() -> None:
    view = home()
    assert read(view)[0].startswith("Welcome!")
    assert labels(view) == ["external_select", "Start a project"]
    assert arrival(press(view, "Start a project")).text == "/new"
    assert isinstance(arrival(press(view, "Start a project")), Message)


def test_a_project_shows_where_it_stands_and_what_comes_next() -> None:
    view = home(project())
    assert headers(view) == ["Project tea"]
    assert read(view)[0].startswith("owner\n██████████   9/9  Brief · complete")
    assert read(view)[1] == "Requirements · Target users\nWho is it for?"
    assert labels(view) == ["Answer in the chat", "Answer as a form", "external_select", "Start a project"]


def test_answering_goes_on_in_the_chat_or_in_a_form() -> None:
    view = home(project())
    talk = arrival(press(view, "Answer in the chat"))
    assert talk == Switch(talk.place, talk.author, "slack:T1", "tea")
    form = to_form_press(press(view, "Answer as a form"))
    assert form is not None
    assert (form.workspace, form.project, form.question, form.item) == ("slack:T1", "tea", "users", "P-1")
    assert (form.place.chat, form.token, form.message) == ("T1/U1", "", "")
    assert to_arrival(press(home(project()), "Answer as a form")) is None


def test_with_nothing_to_answer_there_is_only_the_chat() -> None:
    assert labels(home(project(next=None)))[:2] == ["Answer in the chat", "external_select"]


def test_documents_are_a_press_away() -> None:
    view = home(project(documents=[{"phase": "brief", "title": "Brief"}] * 30))
    assert labels(view).count("📄 Brief") == 20
    found = arrival(press(view, "📄 Brief"))
    assert (found.project, found.command) == ("tea", "/docs brief")


def test_what_waits_is_named() -> None:
    waiting = [[[f"Sign off number {n}", "plain"]] for n in range(7)]
    shown = read(home(project(waiting=waiting)))[2]
    assert shown.splitlines()[:2] == ["Waiting for you", "– Sign off number 0"]
    assert shown.splitlines()[-2:] == ["– Sign off number 4", "…"]
    assert "…" not in read(home(project(waiting=waiting[:5])))[2]


def test_the_project_that_is_talked_about_comes_first_and_the_others_in_short() -> None:
    documents = [{"phase": "brief", "title": "Brief"}]
    view = home(project("a", is_current=False, documents=documents), project("b", documents=documents))
    assert headers(view) == ["Project b", "Project a"]
    assert labels(view)[:4] == ["Answer in the chat", "Answer as a form", "📄 Brief", "Switch to this project"]
    assert arrival(press(view, "Switch to this project")).project == "a"


def test_more_projects_than_fit_are_counted() -> None:
    view = home(project(), *(project(str(n), is_current=False) for n in range(40)), more=2)
    hidden = 43 - len(headers(view))
    assert hidden > 2
    assert read(view)[-2] == f"{hidden} more projects: /phasewalk projects names them."


def test_a_time_zone_is_chosen_there() -> None:
    menu = next(one for one in pressable(home()) if one["type"] == "external_select")
    assert menu["initial_option"]["value"] == "Europe/Lisbon"
    assert "initial_option" not in next(one for one in pressable(home(zone="")) if one["type"] == "external_select")
    first, second = zone_options(["Asia/Shanghai"], WORDS)
    assert second["value"] == "Asia/Shanghai"
    for option, zone in ((first, ""), (second, "Asia/Shanghai")):
        body = at_home(menu | {"block_id": "home/2", "selected_option": option})
        found = arrival(body)
        assert found == Look(found.place, found.author, zone)
    assert to_arrival(at_home(menu | {"block_id": "home/2", "selected_option": None})) is None


TEXT = st.text(st.characters(exclude_categories=()), max_size=300)


@settings(deadline=None)
@given(TEXT, TEXT, st.integers(1, 12))
def test_slack_takes_any_home(name: str, text: str, times: int) -> None:
    asked = {"text": [[text * times, "plain"]], "place": [name, text], "question": "q", "item": ""}
    one = project(
        name=name,
        role=text,
        next=asked,
        waiting=[[[text * times, "code"]]] * 3,
        documents=[{"phase": "a", "title": text}] * 3,
    )
    home(one, *[one | {"is_current": False}] * times)


def test_who_reads_slack_in_another_language_is_told_which_one_this_is() -> None:
    assert "English" in str(home(project(), language="pt-BR")["blocks"][-1])
    assert "English" not in str(home(project(), language="en-US"))
    assert "English" not in str(home(project(), language=""))
