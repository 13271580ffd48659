"""The home tab: projects, what comes next in them, documents, settings."""

import sqlite3
from datetime import UTC, datetime, timedelta

from tests.e2e.slack.scene import BASICS, FORM, Guest, Scene
from tests.fakes.slack.views import View

TALK = "Answer in the chat"


def zone_menu(view: View) -> str:
    """What the menu of time zones shows."""
    return view.as_seen().rpartition("Your time zone\n[")[2].partition(" ▾]")[0]


def test_it_welcomes_who_has_no_project(ana: Guest) -> None:
    shown = ana.looks_at_home()
    assert shown.startswith("Welcome!\n")
    assert "[Start a project]" in shown


def test_a_project_begins_there(ana: Guest) -> None:
    ana.looks_at_home()
    assert "What is the project called?" in ana.presses("Start a project", on=ana.home)


def test_it_shows_bars_and_the_next_question(ana: Guest) -> None:
    ana.says("hi", *BASICS[:3])
    shown = ana.looks_at_home()
    assert shown.startswith("Coffee Club\nowner\n███░░░░░░░ 3/10  Project set-up\n")
    assert "On which platforms should it run?\n[Answer in the chat] [Answer as a form]" in shown


def test_the_next_question_is_answered_in_the_chat_or_in_a_form(ana: Guest) -> None:
    ana.says("hi", *BASICS[:4])
    ana.looks_at_home()
    assert "Who will own the account?" in ana.presses(TALK, on=ana.home)
    form = ana.opens_form(on=ana.home)
    assert form.title == "The idea in a nutshell"
    heard = ana.submits(
        form.fill(
            {
                "Who will own the account?": "Enterprise",
                "Who builds it?": "Our own team",
                "When should it go live?": "2027-03-01",
                "How will you know that it worked?": "Orders",
            }
        )
    )
    assert "Who will own the account? Enterprise" in heard
    assert "The people" in ana.looks_at_home() or "team member" in ana.person.sees_home(ana.scene.app)


def test_documents_are_a_press_away(ana: Guest) -> None:
    ana.says("hi", *BASICS)
    ana.looks_at_home()
    before = sum(bool(one.files) for one in ana.written)
    assert "<coffee_club_brief.md>" in ana.presses("📄 Project set-up", on=ana.home)
    assert sum(bool(one.files) for one in ana.written) == before + 1


def test_another_project_is_one_press_away(ana: Guest) -> None:
    ana.says("hi", "Coffee Club")
    ana.commands("new Tea Club")
    ana.looks_at_home()
    assert ana.person.sees_home(ana.scene.app).startswith("Tea Club\n")
    assert "What does it do, in one line?" in ana.presses("Switch to this project", on=ana.home)
    assert ana.looks_at_home().startswith("Coffee Club\n")


def test_the_zone_of_the_profile_counts_until_another_is_chosen(ana: Guest) -> None:
    ana.says("hi", *BASICS[:6])
    ana.looks_at_home()
    assert zone_menu(ana.home) == "Europe/Lisbon"
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        looked_up = ana.person.types_into_select(zone.partition("/")[2][:5], ana.home).over_blocking()
        assert zone in looked_up.options
        ana.does(lambda zone=zone: ana.person.selects(zone, on=ana.home))  # type: ignore[misc]
        assert zone_menu(ana.home) == zone
        ana.commands("edit launch date")
        ana.says("in 3 weeks")
        hours = 14 if "Kiritimati" in zone else -11
        there = (datetime.now(UTC) + timedelta(hours=hours, weeks=3)).date().isoformat()
        assert newest_value(ana.scene, "launch_date") == f'"{there}"'
    ana.person.types_into_select("Slack", ana.home).over_blocking()
    ana.does(lambda: ana.person.selects("As in my Slack profile", on=ana.home))
    ana.looks_at_home()
    [menu] = [element for _, element in ana.home.elements if "initial_option" in element]
    assert menu["initial_option"]["value"] == "Europe/Lisbon"


def newest_value(scene: Scene, question: str) -> str:
    """As the database has it."""
    with sqlite3.connect(scene.phasewalk.database) as database:
        query = "SELECT value FROM answer WHERE question_id = ? ORDER BY rowid DESC LIMIT 1"
        return str(database.execute(query, (question,)).fetchone()[0])


def test_an_observer_sees_where_things_stand_and_nothing_to_answer(room: Scene, ana: Guest) -> None:
    gus = room.person("Gus", is_guest=True)
    channel = room.channel("coffee", ana, gus)
    ana.within(channel).says("@phasewalk hello")
    gus.within(channel).says("@phasewalk hello")
    shown = gus.looks_at_home()
    assert "New project" in shown
    assert FORM not in shown


def test_what_waits_for_somebody_stands_there(ana: Guest, ben: Guest) -> None:
    ana.says("hi", "Coffee Club")
    ben.commands(f"join {ana.commands('invite').partition('/phasewalk join ')[2].split()[0]}")
    ana.commands("assign “What does it do” Ben")
    assert "Waiting for you\n– " in ben.looks_at_home()
