"""What docs/playbooks.md says is so."""

import re
from pathlib import Path

from dialogs.filters import FILTERS, TESTS
from dialogs.lint import check
from dialogs.loader import load
from dialogs.questions import QUESTION_TYPES
from dialogs.schema import FILE, schema
from tests.unit.annotated import write

DOCS = Path("docs/playbooks.md").read_text(encoding="utf-8")
EXAMPLE = dict(re.findall(r"```yaml\n# my_playbook/(\S+)\n(.*?)```", DOCS, flags=re.DOTALL))


def test_the_example_is_a_good_playbook(tmp_path: Path) -> None:
    assert EXAMPLE.keys() == {"playbook.yaml", "facts.yaml", "plan.yaml"}
    assert check(write(tmp_path, EXAMPLE)) == []
    assert [dialog.id for dialog in load(tmp_path).phases[0].dialogs] == ["idea", "cooling", "stock"]


def test_the_mistake_that_is_shown_is_found(tmp_path: Path) -> None:
    wrong = EXAMPLE["plan.yaml"].replace("when: item.price > 5", "when: owner == 'persnal'")
    shown = re.search(r"`plan\.yaml:\d+: (.*?)`", " ".join(DOCS.split()))
    assert shown is not None
    found = check(write(tmp_path, {**EXAMPLE, "plan.yaml": wrong}))
    assert [problem.message for problem in found] == [shown[1]]


def test_every_key_type_filter_and_test_is_described() -> None:
    keys = {key for model in schema()["$defs"].values() for key in model.get("properties", {})}
    missing = [word for word in {*keys, *QUESTION_TYPES, *FILTERS, *TESTS} if f"`{word}`" not in DOCS]
    assert missing == []
    assert str(FILE.relative_to(Path.cwd())) in DOCS
