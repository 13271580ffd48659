"""Chats on the fake Slack, through the real SDK."""

import pytest
from aiohttp import ClientSession

from tests.fakes.wire import Json
from tests.integration.fakes.club import Club, Listener, actions, button, field_block, options, plain, section


async def test_a_person_and_an_app_talk(club: Club, listener: Listener) -> None:
    club.ana.says("hello @ben, see https://example.com/a. & <b> or ask a@b.cc in #coffee @here", club.coffee)
    await club.slack.wait_until(lambda: listener.heard)
    answer = await club.sdk.chat_postMessage(channel=club.coffee.id, text=f"Hi <@{club.ana.id}> &amp; all")

    (event,) = listener.events[:1]
    assert event["text"] == (
        f"hello <@{club.ben.id}>, see <https://example.com/a>. &amp; &lt;b&gt; or ask "
        f"<mailto:a@b.cc|a@b.cc> in <#{club.coffee.id}|coffee> <!here>"
    )
    assert event["channel_type"] == "channel"
    assert [piece["type"] for piece in event["blocks"][0]["elements"][0]["elements"]][:4] == [
        "text",
        "user",
        "text",
        "link",
    ]
    assert club.coffee.messages[0].text.startswith("hello @Ben, see https://example.com/a. & <b>")
    assert club.ana.sees(1, club.coffee) == "Hi @Ana & all"
    assert answer["message"]["bot_id"] == club.install.bot.bot_id


async def test_an_app_is_told_of_its_own_messages(club: Club, listener: Listener) -> None:
    await club.sdk.chat_postMessage(channel=club.coffee.id, text="mine")
    club.app.hears_itself = False
    await club.sdk.chat_postMessage(channel=club.coffee.id, text="mine, too")
    await club.slack.wait_until(lambda: club.app.pending == 0)

    assert [(event["text"], event["bot_id"]) for event in listener.events] == [("mine", club.install.bot.bot_id)]


async def test_a_message_looks_like_its_blocks(club: Club) -> None:
    menu = {"type": "overflow", "action_id": "more", "options": options("Skip", "Back")}
    select = {"type": "static_select", "action_id": "pick", "placeholder": plain("Pick"), "options": options("A", "B")}
    ticks = {"type": "checkboxes", "action_id": "ticks", "options": options("Red", "Blue")}
    pieces = [{"type": "text", "text": "a", "style": {"bold": True}}, {"type": "user", "user_id": club.ana.id}]
    bullets = {
        "type": "rich_text_list",
        "style": "ordered",
        "elements": [{"type": "rich_text_section", "elements": pieces}],
    }
    blocks: list[Json] = [
        {"type": "header", "text": plain("Who?")},
        {"type": "rich_text", "elements": [bullets]},
        section("*Which* &amp; why", accessory=button("Help")),
        {"type": "context", "elements": [plain("1 of 3")]},
        {"type": "divider"},
        actions(button("Yes"), select, menu),
        field_block("Colours", ticks, optional=True),
    ]
    await club.sdk.chat_postMessage(channel=club.coffee.id, text="Who?", blocks=blocks)
    club.ana.ticks("Blue", on=club.coffee.last)

    assert club.ana.sees(1, club.coffee).split("\n") == [
        "Who?",
        "1. a@Ana",
        "*Which* & why",
        "[Help]",
        "1 of 3",
        "───",
        "[Yes] [Pick ▾] [⋯ Skip | Back]",
        "Colours (optional):",
        "[ ] Red",
        "[x] Blue",
    ]
    assert "[ ] Blue" in club.ben.sees(1, club.coffee)
    assert club.coffee.last.buttons == ["Help", "Yes"]
    assert club.coffee.last.markup == [("bold", "a")]


async def test_threads_edits_and_links(club: Club, listener: Listener) -> None:
    root = await club.sdk.chat_postMessage(channel=club.coffee.id, text="root")
    await club.sdk.chat_postMessage(channel=club.coffee.id, text="under", thread_ts=root["ts"])
    reply = club.ana.says("me too", club.coffee, thread=club.coffee.messages[0], also_in_channel=True)
    await club.sdk.chat_update(channel=club.coffee.id, ts=root["ts"], text="the root")
    link = await club.sdk.chat_getPermalink(channel=club.coffee.id, message_ts=reply.ts)
    replies = await club.sdk.conversations_replies(channel=club.coffee.id, ts=root["ts"])
    await club.slack.wait_until(lambda: club.app.pending == 0)

    top = club.coffee.all_messages[root["ts"]]
    assert [message.text for message in club.coffee.thread(top)] == ["the root", "under", "me too"]
    assert (top.earlier, top.content["reply_count"], top.edited is not None) == (["root"], 2, True)
    assert listener.events[2]["subtype"] == "thread_broadcast"
    changed = listener.events[3]
    assert (changed["subtype"], changed["message"]["text"], changed["previous_message"]["text"]) == (
        "message_changed",
        "the root",
        "root",
    )
    assert link["permalink"] == (
        f"https://coffee-club.slack.com/archives/{club.coffee.id}/p{reply.ts.replace('.', '')}"
        f"?thread_ts={root['ts']}&cid={club.coffee.id}"
    )
    assert [message["text"] for message in replies["messages"]] == ["the root", "under", "me too"]


async def test_people_edit_and_delete(club: Club, listener: Listener) -> None:
    message = club.ana.says("forty", club.coffee)
    club.ana.edits(message, "forty-two")
    club.ana.unfurls(message, "Example")
    club.ana.deletes(message)
    await club.slack.wait_until(lambda: club.app.pending == 0)

    assert [event.get("subtype") for event in listener.events] == [
        None,
        "message_changed",
        "message_changed",
        "message_deleted",
    ]
    unfurled = listener.events[2]
    assert unfurled["message"]["text"] == unfurled["previous_message"]["text"] == "forty-two"
    assert listener.events[3]["deleted_ts"] == message.ts
    assert club.coffee.messages == []


async def test_only_one_person_sees_it(club: Club) -> None:
    await club.sdk.chat_postEphemeral(channel=club.coffee.id, user=club.ana.id, text="psst", blocks=[section("psst")])

    assert (club.ana.sees(1, club.coffee), club.ben.sees(1, club.coffee)) == ("psst", "")
    assert club.coffee.messages == []


async def test_a_users_id_means_the_direct_messages(club: Club, listener: Listener) -> None:
    answer = await club.sdk.chat_postMessage(channel=club.ana.id, text="hi")
    opened = await club.sdk.conversations_open(users=club.ana.id)
    club.ana.says("hello", club.ana.dm(club.app))
    await club.slack.wait_until(lambda: club.app.pending == 0)

    assert answer["channel"] == opened["channel"]["id"] == club.ana.dm(club.app).id
    assert listener.events[-1]["channel_type"] == "im"


async def test_files_go_both_ways(club: Club, listener: Listener) -> None:
    root = await club.sdk.chat_postMessage(channel=club.coffee.id, text="root")
    await club.sdk.files_upload_v2(
        channel=club.coffee.id,
        filename="plan.pdf",
        content=b"%PDF",
        title="The plan",
        initial_comment="here",
        thread_ts=root["ts"],
    )
    club.ana.uploads("plan.csv", b"a,b", club.coffee, text="look")
    await club.slack.wait_until(lambda: club.app.pending == 0)

    sent, uploaded = club.coffee.messages[1:]
    assert (sent.as_seen(), sent.files[0].content, sent.thread_ts) == ("<plan.pdf>\nhere", b"%PDF", root["ts"])
    event = listener.events[-1]
    assert (event["subtype"], event["files"][0]["mimetype"], event["text"]) == ("file_share", "text/csv", "look")
    address, headers = event["files"][0]["url_private"], {"Authorization": "Bearer xoxb-1"}
    async with ClientSession() as session:
        async with session.get(address, headers=headers) as response:
            assert await response.read() == uploaded.files[0].content
        async with session.get(address) as response:
            assert response.status == 404


async def test_who_somebody_is(club: Club) -> None:
    partners = club.slack.team("T2", "Roasters")
    stranger, guest = partners.person("Chen"), club.team.person("Dora", is_guest=True)
    club.coffee.adds(stranger)
    known = (await club.sdk.users_info(user=club.ana.id, include_locale=True))["user"]
    strange = (await club.sdk.users_info(user=stranger.id))["user"]
    guests = (await club.sdk.users_info(user=guest.id))["user"]
    itself = (await club.sdk.users_info(user=club.install.bot.id))["user"]
    bot = (await club.sdk.bots_info(bot=club.install.bot.bot_id))["bot"]
    club.ben.is_deactivated()
    gone = (await club.sdk.users_info(user=club.ben.id))["user"]

    assert (known["tz"], known["locale"], known["profile"]["display_name"]) == ("Europe/Lisbon", "en-US", "Ana")
    assert (strange["is_stranger"], strange["team_id"], "locale" in strange) == (True, "T2", False)
    assert (guests["is_restricted"], itself["is_bot"], bot["user_id"]) == (True, True, itself["id"])
    assert gone["deleted"]


async def test_what_hangs_on_a_channel(club: Club) -> None:
    channel = club.coffee.id
    sent = await club.sdk.chat_postMessage(channel=channel, text="pin me")
    await club.sdk.pins_add(channel=channel, timestamp=sent["ts"])
    await club.sdk.reactions_add(channel=channel, timestamp=sent["ts"], name="eyes")
    added = await club.sdk.bookmarks_add(channel_id=channel, title="Plan 1/3", type="link", link="https://example.com")
    await club.sdk.bookmarks_edit(channel_id=channel, bookmark_id=added["bookmark"]["id"], title="Plan 2/3")
    listed = await club.sdk.bookmarks_list(channel_id=channel)

    assert club.coffee.pins == [sent["ts"]]
    assert club.coffee.last.content["reactions"][0]["name"] == "eyes"
    assert [(mark["title"], mark["link"]) for mark in listed["bookmarks"]] == [("Plan 2/3", "https://example.com")]
    await club.sdk.bookmarks_remove(channel_id=channel, bookmark_id=added["bookmark"]["id"])
    assert club.coffee.bookmarks == {}


async def test_the_workspace_and_its_channels(club: Club) -> None:
    private = club.team.channel("plans", club.ana, apps=[club.app], is_private=True)
    among = club.team.mpim(club.ana, club.ben, apps=[club.app])
    info = [(await club.sdk.conversations_info(channel=one.id))["channel"] for one in (club.coffee, private, among)]
    direct = (await club.sdk.conversations_info(channel=club.ana.dm(club.app).id))["channel"]

    assert (await club.sdk.team_info())["team"]["domain"] == "coffee-club"
    assert (await club.sdk.auth_test())["user_id"] == club.install.bot.id
    assert [one["is_private"] for one in info] == [False, True, True]
    assert (direct["is_im"], direct["user"]) == (True, club.ana.id)


async def test_the_scopes_stand_in_every_answer(club: Club) -> None:
    answer = await club.sdk.auth_test()

    assert "chat:write" in answer.headers["X-OAuth-Scopes"].split(",")


async def test_waiting_says_what_stands_in_the_chat(club: Club) -> None:
    club.ana.says("hi", club.coffee)
    with pytest.raises(AssertionError, match=r"no such message within 0\.01 s; the last are \[<Ana .*: 'hi'>\]"):
        await club.coffee.wait_for(lambda message: message.is_from_bot, timeout_s=0.01)
