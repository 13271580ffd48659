"""The kinds of errands, by their names."""

from collections.abc import Mapping

from bot.service.errands import ErrandKind
from bot.service.standups import changes, check_ins, prompts, setup, telling

ERRANDS: Mapping[str, ErrandKind] = {
    prompts.KIND: check_ins.CheckInErrand(),
    changes.KIND: changes.ChangesErrand(),
    setup.KIND: setup.StandupErrand(),
    telling.KIND: telling.DigestErrand(),
}
