"""The whole example, from the first question to the last sign-off, on Telegram."""

from pathlib import Path

import pytest

from tests.contract.platforms import PLATFORMS, Telegram, answers
from tests.golden import messages


@pytest.mark.slow
@pytest.mark.parametrize("has_webhook", [False, True], ids=["polling", "webhook"])
def test_the_example_ends_in_the_same_documents_on_telegram(has_webhook: bool, tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "here").mkdir()
    with (
        PLATFORMS["piped JSON"].at(tmp_path / "reference") as reference,
        Telegram(has_webhook, presses=has_webhook).at(tmp_path / "here") as here,
    ):
        reference.talk("Ana", *messages())
        here.talk("Ana", *(message.replace("\\n", "\n") for message in messages()))

        assert answers(tmp_path / "here") == answers(tmp_path / "reference")
        assert here.documents() == reference.documents()
        assert len(here.documents()) == 7
