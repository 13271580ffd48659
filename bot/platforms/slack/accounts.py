"""People as Slack's profiles describe them: names, time zones, languages, and who belongs to the workspace."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.platforms.fields import part, text
from bot.platforms.names import one_line
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.people import user_of
from bot.service.arrivals import Account

log = logging.getLogger(__name__)

KEPT = 20_000
FRESH_S = 600.0
"""So long a profile counts as known."""
PATIENCE_S = 1.0
"""What Slack is waiting for has to be answered in three seconds."""


class People:
    """Looks profiles up, and remembers them for a while."""

    def __init__(self, calls: Calls, outsider: str, clock_s: Callable[[], float] = time.monotonic) -> None:
        """`outsider` is what those from other organisations are called: their names are not for us to keep."""
        self._calls = calls
        self._outsider = outsider
        self._clock_s = clock_s
        self._known: OrderedDict[str, tuple[float, Account]] = OrderedDict()
        self._asking: dict[str, asyncio.Task[Account]] = {}

    async def describe(self, bot: str, account: Account) -> Account:
        """The person with all that Slack tells of them. Raises where Slack doesn't tell, and nothing is known yet."""
        known = self._known.get(account.id)
        if known is not None and self._clock_s() - known[0] < FRESH_S:
            return known[1]
        asking = self._asking.get(account.id)
        if asking is None:
            asking = self._asking[account.id] = asyncio.create_task(self._ask(bot, account))
            asking.add_done_callback(lambda _: self._asking.pop(account.id, None))
        try:
            return await asyncio.wait_for(asyncio.shield(asking), PATIENCE_S)
        except Exception as error:
            if known is None:
                raise
            log.warning("The profile of %s could not be looked up again: %r", account.id, error)
            return known[1]

    async def _ask(self, bot: str, account: Account) -> Account:
        found = await self._calls.ask(bot, "users.info", {"user": user_of(account.id), "include_locale": "true"})
        described = to_account(account, part(found, "user"), bot.partition(":")[2], self._outsider)
        self._known[account.id] = self._clock_s(), described
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return described


def to_account(account: Account, user: Mapping[str, Any], team: str, outsider: str) -> Account:
    """A person of a profile. Of those from another organisation nothing is taken over."""
    if _is_outside(user, team):
        return replace(account, name=outsider, is_guest=True)
    profile = part(user, "profile")
    names = (text(profile, "display_name"), text(profile, "real_name"), text(user, "real_name"), text(user, "name"))
    name = next((line for line in map(one_line, names) if line), "") or user_of(account.id)
    is_guest = user.get("is_restricted") is True or user.get("is_ultra_restricted") is True
    handle = one_line(text(profile, "display_name")) or text(user, "name")
    zone, locale = text(user, "tz"), text(user, "locale")
    return replace(account, name=name, handle=handle, zone=zone, locale=locale, is_guest=is_guest)


def _is_outside(user: Mapping[str, Any], team: str) -> bool:
    home = text(user, "team_id")
    teams = part(user, "enterprise_user").get("teams")
    return user.get("is_stranger") is True or (home not in ("", team) and team not in (teams or ()))
