"""The example's documents, made again by replaying its answers: `python -m tests.golden` writes them."""

import itertools
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from bot.artefacts.markdown import MarkdownRenderer
from bot.platforms.piped import Pipe
from bot.resources import LOCALE, PLAYBOOKS, TEMPLATES
from bot.service.documents import Documents
from bot.service.people import Speaker
from bot.service.playbooks import Playbooks
from bot.service.ports import LOCAL_BOT, LOCAL_WORKSPACE
from bot.service.talk import Office
from bot.service.turns import Conversations
from bot.storage.database import open_store
from bot.words import load_words
from dialogs.loader import load
from dialogs.plan import Plan, plan_of
from dialogs.state import State

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
EXAMPLE = Path(__file__).parent.parent / "examples" / "coffee_club"
ANSWERS = EXAMPLE / "answers.txt"
ANA = Speaker(LOCAL_BOT, "ana", LOCAL_WORKSPACE, "Ana")


class Walk:
    """One person's walk through the mini-program playbook, on a clock that stands still."""

    def __init__(self, folder: Path) -> None:
        """The database and the documents go into `folder`."""
        playbook = load(PLAYBOOKS / "mini_program")
        ids = itertools.count(1)
        self.plan: Plan = plan_of(playbook)
        self.words = load_words(LOCALE)
        self.renderer = MarkdownRenderer(TEMPLATES, self.words)
        self._store = open_store(f"sqlite:///{folder / 'walk.db'}")
        playbooks = Playbooks({playbook.id: playbook})
        office = Office(playbooks, self.words, lambda: NOW, lambda: f"id{next(ids):013}")
        documents = Documents(self._store, playbooks, self.renderer, folder, lambda: NOW)
        self._pipe = Pipe(Conversations(self._store, office), documents, ANA, as_json=True)

    def say(self, messages: Iterable[str]) -> list[str]:
        """Send messages through the piped chat; returns what came back, one JSON object a line."""
        out = StringIO()
        self._pipe.run(StringIO("".join(f"{message}\n" for message in messages)), out, None)
        return out.getvalue().splitlines()

    @property
    def state(self) -> State:
        """The project as it is now."""
        return self._store.read(lambda turn: turn.state(LOCAL_WORKSPACE, turn.projects(LOCAL_WORKSPACE)[0].id))

    def close(self) -> None:
        """Close the database."""
        self._store.close()


def messages() -> list[str]:
    """The messages of the example."""
    return ANSWERS.read_text(encoding="utf-8").splitlines()


def main() -> int:
    """Write the example's documents beside its answers."""
    with tempfile.TemporaryDirectory() as folder:
        walk = Walk(Path(folder))
        walk.say(messages())
        walk.close()
        for path in sorted((Path(folder) / EXAMPLE.name).glob("*.md")):
            (EXAMPLE / path.name).write_bytes(path.read_bytes())
            print(EXAMPLE / path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
