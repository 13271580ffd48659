"""The whole example, from the first question to the last sign-off, in chats of other people's making."""

import os
from pathlib import Path

import pytest

from tests.contract.platforms import PLATFORMS, Platform, Slack, Telegram, answers
from tests.contract.slack import How
from tests.golden import messages

IS_COMPLETE = os.environ.get("PHASEWALK_TEST_ALL_FAULTS") == "1"
WAYS: dict[str, Platform] = {
    "Telegram-webhook-buttons": Telegram(has_webhook=True, presses=True),
    "Slack-sockets-forms": Slack(has_socket=True, how=How.FILLS),
}
if IS_COMPLETE:
    WAYS["Telegram-polling"] = Telegram()
    WAYS["Slack-HTTP-buttons"] = Slack(how=How.PRESSES)


@pytest.mark.slow
@pytest.mark.parametrize("platform", WAYS.values(), ids=WAYS)
def test_the_example_ends_in_the_same_documents(platform: Platform, tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "here").mkdir()
    with PLATFORMS["piped JSON"].at(tmp_path / "reference") as reference, platform.at(tmp_path / "here") as here:
        reference.talk("Ana", *messages())
        here.talk("Ana", *(message.replace("\\n", "\n") for message in messages()))

        assert answers(tmp_path / "here") == answers(tmp_path / "reference")
        assert here.documents() == reference.documents()
        assert len(here.documents()) == 7
