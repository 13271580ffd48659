"""What the fake Slack refuses, in Slack's words."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientSession, MultipartWriter
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.clock import ManualClock
from tests.fakes.slack.rates import Rates
from tests.fakes.slack_server import FakeSlack
from tests.integration.fakes.club import NAME, Club, modal, refusal, word

CALLS: list[tuple[str, Callable[[Club], Awaitable[Any]]]] = [
    ("channel_not_found", lambda club: club.sdk.chat_postMessage(channel="C404", text="x")),
    ("thread_not_found", lambda club: club.sdk.chat_postMessage(channel=club.coffee.id, text="x", thread_ts="1.2")),
    ("message_not_found", lambda club: club.sdk.chat_update(channel=club.coffee.id, ts="1.2", text="x")),
    ("message_not_found", lambda club: club.sdk.chat_delete(channel=club.coffee.id, ts="1.2")),
    ("message_not_found", lambda club: club.sdk.chat_getPermalink(channel=club.coffee.id, message_ts="1.2")),
    ("message_not_found", lambda club: club.sdk.pins_add(channel=club.coffee.id, timestamp="1.2")),
    ("user_not_found", lambda club: club.sdk.chat_postEphemeral(channel=club.coffee.id, user="U404", text="x")),
    ("user_not_found", lambda club: club.sdk.users_info(user="U404")),
    ("bot_not_found", lambda club: club.sdk.bots_info(bot="B404")),
    ("thread_not_found", lambda club: club.sdk.conversations_replies(channel=club.coffee.id, ts="1.2")),
    ("not_found", lambda club: club.sdk.bookmarks_edit(channel_id=club.coffee.id, bookmark_id="Bk404")),
    ("invalid_bookmark_type", lambda club: club.sdk.bookmarks_add(channel_id=club.coffee.id, title="x", type="a")),
    ("file_not_found", lambda club: club.sdk.files_completeUploadExternal(files=[{"id": "F404"}])),
    ("invalid_arguments", lambda club: club.sdk.bookmarks_add(channel_id=club.coffee.id, title="", type="link")),
    ("invalid_link", lambda club: club.sdk.bookmarks_add(channel_id=club.coffee.id, title="x", type="link", link="x")),
    ("no_item_specified", lambda club: club.sdk.pins_add(channel=club.coffee.id, timestamp="")),
    ("users_list_not_supplied", lambda club: club.sdk.conversations_open(users="")),
    ("user_not_found", lambda club: club.sdk.conversations_open(users="U404")),
    ("cannot_dm_bot", lambda club: club.sdk.conversations_open(users=club.install.bot.id)),
    ("team_not_found", lambda club: club.sdk.team_info(team="T404")),
    ("invalid_arguments", lambda club: club.sdk.files_getUploadURLExternal(filename="a", length=0)),
    ("invalid_arguments", lambda club: club.sdk.files_completeUploadExternal(files=[])),
    ("invalid_arguments", lambda club: club.sdk.views_open(trigger_id="", view=modal(NAME))),
    ("invalid_arguments", lambda club: club.sdk.views_open(trigger_id="1.2.3", view={})),
    ("invalid_arguments", lambda club: club.sdk.api_call("views.update", json={"view": modal(NAME)})),
    ("not_found", lambda club: club.sdk.views_update(view=modal(NAME), view_id="V404")),
    ("invalid_arguments", lambda club: club.sdk.views_publish(user_id="U404", view={"type": "home", "blocks": []})),
    ("unknown_method", lambda club: club.sdk.api_call("chat.sing")),
    ("not_allowed_token_type", lambda club: club.sdk.apps_connections_open(app_token="xoxb-1")),
]


@pytest.mark.parametrize(("error", "call"), CALLS)
async def test_a_call_that_makes_no_sense(club: Club, error: str, call: Callable[[Club], Awaitable[Any]]) -> None:
    assert await word(call(club)) == error


async def test_where_an_app_may_not_write(club: Club) -> None:
    stranger = club.slack.team("T2", "Roasters").person("Chen")
    elsewhere = club.team.channel("elsewhere", club.ana)
    secret = club.team.channel("secret", club.ana, is_private=True)
    closed = club.team.channel("closed", club.ana, apps=[club.app])
    closed.archives()
    club.ben.is_deactivated()

    async def post(channel: str) -> str:
        return await word(club.sdk.chat_postMessage(channel=channel, text="x"))

    assert await post(elsewhere.id) == "not_in_channel"
    assert await post(secret.id) == "channel_not_found"
    assert await post(closed.id) == "is_archived"
    assert await post(stranger.id) == "channel_not_found"
    assert await post(club.ben.id) == "channel_not_found"
    club.coffee.is_read_only = True
    assert await post(club.coffee.id) == "restricted_action"
    club.app.has_messages_tab = False
    assert await post(club.ana.id) == "messages_tab_disabled"


async def test_what_was_done_already(club: Club) -> None:
    sent = await club.sdk.chat_postMessage(channel=club.coffee.id, text="x")
    where = {"channel": club.coffee.id, "timestamp": sent["ts"]}
    await club.sdk.pins_add(**where)
    await club.sdk.reactions_add(**where, name="eyes")

    assert await word(club.sdk.pins_add(**where)) == "already_pinned"
    assert await word(club.sdk.reactions_add(**where, name="eyes")) == "already_reacted"
    elsewhere = club.team.person("Dora")
    psst = club.sdk.chat_postEphemeral(channel=club.coffee.id, user=elsewhere.id, text="x")
    assert await word(psst) == "user_not_in_channel"


async def test_bodies_of_all_kinds(club: Club) -> None:
    headers = {"Authorization": "Bearer xoxb-1"}
    url = f"{club.slack.api_url}chat.postMessage"
    words = "50 % + é & = \\ 🦊"
    whole = MultipartWriter("form-data")
    for name, value in (("channel", club.coffee.id), ("text", "parts")):
        whole.append(value).set_content_disposition("form-data", name=name)

    async def post(**body: Any) -> str:
        async with ClientSession() as session, session.post(url, headers=headers, **body) as response:
            answer = await response.json()
            return str(answer.get("error") or answer["message"]["text"])

    assert await post(data={"channel": club.coffee.id, "text": words}) == words.replace("&", "&amp;")
    assert await post(data=whole) == "parts"
    assert await post(json=["a"]) == "json_not_object"
    headers["Content-Type"] = "application/json"
    assert await post(data="{") == "invalid_json"
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    assert await post(data="text=%ff") == "invalid_form_data"
    assert await post(data=f"token=xoxb-1&channel={club.coffee.id}&text=a%2541") == "a%41"
    headers["Content-Type"] = "image/png"
    assert await post(data="x") == "invalid_form_data"


async def test_whose_message_it_is(club: Club) -> None:
    said = club.ana.says("mine", club.coffee)
    other = club.slack.app("A2")
    club.team.install(other, bot_token="xoxb-2")
    club.coffee.adds(club.team.installed(other).bot)
    sent = await club.client("xoxb-2").chat_postMessage(channel=club.coffee.id, text="theirs")

    assert await word(club.sdk.chat_update(channel=club.coffee.id, ts=said.ts, text="x")) == "cant_update_message"
    assert await word(club.sdk.chat_delete(channel=club.coffee.id, ts=sent["ts"])) == "cant_delete_message"


async def test_answers_hang_on_roots_only(club: Club) -> None:
    root = club.ana.says("root", club.coffee)
    reply = club.ana.says("reply", club.coffee, thread=root)
    post = club.sdk.chat_postMessage
    assert await word(post(channel=club.coffee.id, text="x", thread_ts=reply.ts)) == "cannot_reply_to_message"
    club.ana.deletes(root)
    assert await word(post(channel=club.coffee.id, text="x", thread_ts=root.ts)) == "cannot_reply_to_message"


async def test_tokens_that_are_no_good(club: Club) -> None:
    assert await word(club.client("").auth_test()) == "not_authed"
    assert await word(club.client("xoxb-none").auth_test()) == "invalid_auth"
    await club.sdk.auth_revoke()
    assert await word(club.sdk.auth_test()) == "token_revoked"
    club.team.install(club.app, bot_token="xoxb-2")
    club.install.uninstalls()
    assert await word(club.client("xoxb-2").auth_test()) == "account_inactive"


async def test_scopes_are_needed(club: Club) -> None:
    club.team.install(club.app, bot_token="xoxb-small", scopes=["chat:write"])
    answer = await refusal(club.client("xoxb-small").users_info(user=club.ana.id))

    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "users:read", "chat:write")
    info = club.client("xoxb-small").conversations_info(channel=club.coffee.id)
    assert (await refusal(info))["needed"] == "channels:read"


async def test_a_channel_takes_a_message_a_second() -> None:
    clock = ManualClock()
    async with FakeSlack(clock=clock, rates=Rates(channel_burst=2)) as slack:
        app, team = slack.app("A1"), slack.team("T1", "Coffee Club")
        team.install(app, bot_token="xoxb-1")
        ana = team.person("Ana")
        coffee = team.channel("coffee", ana, apps=[app])
        sdk = AsyncWebClient("xoxb-1", base_url=slack.api_url, retry_handlers=[])
        for _ in range(2):
            await sdk.chat_postMessage(channel=coffee.id, text="x")
        answer = await refusal(sdk.chat_postMessage(channel=coffee.id, text="x"))
        await sdk.chat_postMessage(channel=ana.id, text="elsewhere")
        clock.advance(1)
        await sdk.chat_postMessage(channel=coffee.id, text="x")

        assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
        for _ in range(20):
            await sdk.bookmarks_add(channel_id=coffee.id, title="x", type="link", link="https://example.com")
        add = sdk.bookmarks_add(channel_id=coffee.id, title="x", type="link", link="https://example.com")
        assert (await refusal(add)).headers["Retry-After"] == "3"
