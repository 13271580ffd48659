"""Nobody reads or changes a project on Slack that isn't theirs: by no word, press, form, home tab or menu."""

import pytest

from bot.platforms.slack.interactions import Suggestion
from bot.platforms.slack.metadata import Metadata
from bot.platforms.slack.suggesting import Suggesting
from bot.service.ports import Project, Turn
from bot.service.presses import ACTIONS, AGAIN
from dialogs.commands import COMMANDS
from dialogs.forms import Given
from dialogs.state import Role
from tests import databases
from tests.integration.slack.town import Resident, SlackTown, as_json

store = databases.sqlite_store
SECRET = "Moonbase"
ARGUMENTS = ("", "1", "P-1", "name", "persona", "Ana", "Ana observer", "P-1 me", "lead", "basics", SECRET)
MOVES = ("/new", "/switch", "/join")
VALUES = ("0", "1", "shop", "0,1", "/back", "/skip", "99999", "")


@pytest.fixture
def ana(town: SlackTown) -> Resident:
    """Owns the secret project in her private chat; its second question is open."""
    ana = Resident.of(town, "UANA", "Ana")
    ana.says("/start")
    ana.says(SECRET)
    ana.says("/next")
    return ana


@pytest.fixture
def secret(town: SlackTown, ana: Resident) -> Project:
    return town.project(ana.place)


def lines() -> list[str]:
    """Every command with everything it may be said with, and an answer; a new project may be called like another."""
    found = [f"/{name} {argument}".strip() for name in COMMANDS for argument in ARGUMENTS]
    return [line for line in found if line != f"/new {SECRET}"] + ["an answer", "\\/x"]


def tries_everything(eve: Resident, secret: Project, token: str) -> list[str]:
    """All that somebody could read who tries everything but words, with a token and a project that aren't theirs."""
    read = [eve.presses(token, action, value) for action in (*ACTIONS, AGAIN, "nothing") for value in VALUES]
    read += [eve.switches(secret, command) for command in ("", "/docs basics", "/status", "/edit name")]
    for is_sent in (True, False):
        read.append(eve.fills(secret, Given("name", "", "Mine"), Given("kind", "", "shop"), is_sent=is_sent))
        read.append(eve.fills(secret, Given("personas.who", "+", "Me"), is_sent=is_sent))
        read.append(eve.fills(secret, is_sent=is_sent))
    read += [eve.keeps(secret, what, "Mine", "name") for what in ("question", "decision", "answer", "anything")]
    read += [eve.looks(), eve.looks("Asia/Shanghai"), eve.looks("")]
    return read


EVES = {
    "a colleague": ("T1", False),
    "a guest": ("T1", True),
    "somebody of another workspace": ("T2", False),
}


@pytest.mark.parametrize(("team", "is_guest"), EVES.values(), ids=[name.replace(" ", "-") for name in EVES])
def test_a_stranger_in_their_own_chat(
    town: SlackTown, ana: Resident, secret: Project, team: str, is_guest: bool
) -> None:
    before = town.everything(secret)
    eve = Resident.of(town, "UEVE", "Eve", team, is_guest=is_guest)
    eve.says("/start")
    for line in lines():
        assert SECRET not in eve.says(line).replace(f"“{SECRET}”", ""), line
    for read in tries_everything(eve, secret, town.tokens[-1]):
        assert SECRET not in read
    assert town.project(eve.place) != secret
    assert town.everything(secret) == before


def test_a_stranger_who_never_spoke(town: SlackTown, ana: Resident, secret: Project) -> None:
    before = town.everything(secret)
    eve = Resident.of(town, "UEVE", "Eve")
    for read in tries_everything(eve, secret, town.tokens[-1]):
        assert SECRET not in read
    assert town.everything(secret) == before


def test_a_stranger_in_a_channel(town: SlackTown, ana: Resident, secret: Project) -> None:
    before = town.everything(secret)
    ana.within("C1").says("/start")
    eve = Resident.of(town, "UEVE", "Eve").within("C1")
    for line in lines():
        assert SECRET not in eve.says(line).replace(f"“{SECRET}”", "").replace(f"@{SECRET}", ""), line
    for read in tries_everything(eve, secret, town.tokens[0]):
        assert SECRET not in read
    assert town.everything(secret) == before


def test_a_stranger_who_poses_in_somebody_elses_private_chat(town: SlackTown, ana: Resident, secret: Project) -> None:
    book = town.state(secret).book
    roles = town.state(secret).roles
    eve = Resident.of(town, "UEVE", "Eve").posing_at(ana)
    for line in lines():
        if not line.startswith(MOVES):
            assert SECRET not in eve.says(line).replace(f"“{SECRET}”", ""), line
    for read in tries_everything(eve, secret, town.tokens[-1]):
        assert SECRET not in read
    assert town.state(secret).book == book
    assert town.state(secret).roles == roles


def test_the_owners_private_projects_stay_out_of_channels(town: SlackTown, ana: Resident, secret: Project) -> None:
    table = ana.within("C1")
    table.says("/start")
    for line in ("/projects", "/status", "/switch", "/switch 2", "/help", "/me", "/team", "/docs"):
        assert SECRET not in table.says(line), line


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.REMOVED])
def test_who_may_not_write_changes_nothing(town: SlackTown, ana: Resident, secret: Project, role: Role) -> None:
    code = ana.says("/invite").partition("/phasewalk join ")[2].split()[0]
    ben = Resident.of(town, "UBEN", "Ben")
    ben.says(f"/join {code}")
    ana.says(f"/team Ben {'observer' if role is Role.OBSERVER else 'remove'}")
    before = town.state(secret).book
    tries_everything(ben, secret, town.tokens[-1])
    for line in lines():
        if not line.startswith(MOVES):
            ben.says(line)
    assert town.state(secret).book == before
    assert town.state(secret).roles.get(town.state(secret).book.entries[0].author) is Role.OWNER


def test_a_form_shows_nothing_to_who_may_not_fill_it(town: SlackTown, ana: Resident, secret: Project) -> None:
    eve = Resident.of(town, "UEVE", "Eve")
    about = secret.workspace, secret.id

    def look(turn: Turn) -> None:
        sight = town.forms.see(turn, eve.place, eve.account, about)
        assert sight is not None
        assert sight.sheet(("name", "")) is None
        assert not sight.may_write
        assert not sight.faults([Given("name", "", "Mine"), Given("kind", "", "nonsense")])
        assert town.forms.asked(turn, eve.place, town.tokens[-1]) is None
        assert town.forms.projects(turn, eve.place, eve.account) == []

    town.store.read(look)


@pytest.mark.parametrize("block", ["keep|to", "kind|", "name|", "personas.who|P-1"])
async def test_menus_tell_a_stranger_nothing(town: SlackTown, ana: Resident, secret: Project, block: str) -> None:
    eve = Resident.of(town, "UEVE", "Eve")
    suggesting = Suggesting(town.forms, town)  # type: ignore[arg-type]
    meta = Metadata.at(eve.place, "")
    forged = Metadata(meta.bot, meta.chat, workspace=secret.workspace, project=secret.id).write()
    assert as_json(await suggesting.options(Suggestion(eve.place, eve.account, "", block, "field", "", forged))) == "[]"
    token = town.tokens[-1]
    asked = Suggestion(eve.place, eve.account, "", f"{token}/1", "option:", token)
    assert await suggesting.options(asked) == []
