"""Each limit of the Bot API, and the words in which the fake Telegram refuses."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, BotCommand, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, EndPointNotFound, Forbidden, RetryAfter, TelegramError

from tests.fakes.clock import ManualClock
from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.people import PIXEL, Person
from tests.fakes.telegram_server import FakeTelegram

BY_PARSING = "Bad Request: can't parse entities: "
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


@contextmanager
def refused(telegram: FakeTelegram, description: str, kind: type[TelegramError] = BadRequest) -> Iterator[None]:
    """What is inside is refused in these very words (the SDK changes them)."""
    with pytest.raises(kind):
        yield
    assert telegram.calls[-1].refusal == description


def rows(*lengths: int, **button: Any) -> dict[str, Any]:
    """A keyboard with rows of these lengths."""
    kind = {"text": "Go", "callback_data": "go"} | button
    return {"inline_keyboard": [[kind] * length for length in lengths]}


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("", "Bad Request: message text is empty"),
        (" \n ", "Bad Request: message text is empty"),
        ("<b> </b>", "Bad Request: message text is empty"),
        ("x" * 4097, "Bad Request: message is too long"),
        ("😀" * 2049, "Bad Request: message is too long"),
        ("ü <x>", BY_PARSING + 'Unsupported start tag "x" at byte offset 3'),
        ("<b>", BY_PARSING + 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", BY_PARSING + 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", BY_PARSING + "Unexpected end tag at byte offset 1"),
        ("a < b", BY_PARSING + 'Unsupported start tag "" at byte offset 2'),
        ("a <b", BY_PARSING + "Unclosed start tag at byte offset 2"),
        ('<a href="x', BY_PARSING + "Unclosed start tag at byte offset 0"),
        ("<a href=x/>y</a>", BY_PARSING + "Unexpected end of name token at byte offset 8"),
        ("<b>x</b", BY_PARSING + "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", BY_PARSING + 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_bad_texts(telegram: FakeTelegram, sdk: Bot, started: Person, text: str, description: str) -> None:
    with refused(telegram, description):
        await sdk.send_message(started.id, text, parse_mode="HTML")


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (rows(9), "Bad Request: reply markup is too long"),
        (rows(*[8] * 12, 5), "Bad Request: reply markup is too long"),
        (rows(1, text=" "), "Bad Request: inline keyboard button text must be non-empty"),
        (rows(1, text="x" * 65), "Bad Request: BUTTON_TEXT_INVALID"),
        (rows(1, callback_data=""), "Bad Request: BUTTON_DATA_INVALID"),
        (rows(1, callback_data="ü" * 33), "Bad Request: BUTTON_DATA_INVALID"),
        (
            rows(1, url="http://localhost/"),
            "Bad Request: inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
        ),
        (
            rows(1, url="ftp://a.io"),
            "Bad Request: inline keyboard button URL 'ftp://a.io' is invalid: Unsupported URL protocol",
        ),
        (
            {"inline_keyboard": [[{"text": "x"}]]},
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
    ],
)
async def test_bad_keyboards(
    telegram: FakeTelegram, sdk: Bot, started: Person, markup: dict[str, Any], description: str
) -> None:
    with refused(telegram, description):
        await sdk.send_message(started.id, "?", api_kwargs={"reply_markup": markup})


async def test_a_hundred_buttons_go(sdk: Bot, started: Person) -> None:
    markup = rows(*[8] * 12, 4, callback_data="ü" * 32)
    await sdk.send_message(started.id, "?", api_kwargs={"reply_markup": markup})

    assert len(started.private().last.buttons) == 100


@pytest.mark.parametrize(
    ("command", "description", "refusal"),
    [
        ("Next", "Go on", "BOT_COMMAND_INVALID"),
        ("x" * 33, "Go on", "BOT_COMMAND_INVALID"),
        ("next", "", "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("next", "x" * 257, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_bad_commands(telegram: FakeTelegram, sdk: Bot, command: str, description: str, refusal: str) -> None:
    with refused(telegram, f"Bad Request: {refusal}"):
        await sdk.set_my_commands([BotCommand(command, description)])


async def test_too_many_commands(telegram: FakeTelegram, sdk: Bot) -> None:
    with refused(telegram, "Bad Request: BOT_COMMANDS_TOO_MUCH"):
        await sdk.set_my_commands([BotCommand(f"c{number}", "x") for number in range(101)])


async def test_edits_that_are_refused(telegram: FakeTelegram, sdk: Bot, started: Person) -> None:
    said = started.says("mine")
    sent = await sdk.send_message(started.id, "<b>a</b>", parse_mode="HTML")
    file = await sdk.send_document(started.id, b"x", caption="c")

    with refused(telegram, NOT_MODIFIED):
        await sent.edit_text("<b>a</b>", parse_mode="HTML")
    with refused(telegram, NOT_MODIFIED):
        await sent.edit_reply_markup(None)
    with refused(telegram, "Bad Request: message to edit not found"):
        await sdk.edit_message_text("b", started.id, 99)
    with refused(telegram, "Bad Request: message can't be edited"):
        await sdk.edit_message_text("b", started.id, said.id)
    with refused(telegram, "Bad Request: there is no text in the message to edit"):
        await file.edit_text("b")
    await sent.edit_text("a")
    await file.edit_caption("d")
    await sent.delete()
    with refused(telegram, "Bad Request: message to edit not found"):
        await sent.edit_text("b")
    with refused(telegram, "Bad Request: message to delete not found"):
        await sent.delete()


async def test_files_that_are_refused(telegram: FakeTelegram, sdk: Bot, started: Person) -> None:
    wide = PIXEL[:16] + (400).to_bytes(4, "big") + (10).to_bytes(4, "big") + PIXEL[24:]

    with refused(telegram, "Bad Request: message caption is too long"):
        await sdk.send_document(started.id, b"x", caption="x" * 1025)
    with refused(telegram, "Bad Request: file must be non-empty"):
        await sdk.send_document(started.id, b"")
    with refused(telegram, "Bad Request: wrong file identifier/HTTP URL specified"):
        await sdk.send_document(started.id, "nonsense")
    with refused(telegram, "Bad Request: IMAGE_PROCESS_FAILED"):
        await sdk.send_photo(started.id, b"no picture")
    with refused(telegram, "Bad Request: PHOTO_INVALID_DIMENSIONS"):
        await sdk.send_photo(started.id, wide)
    with refused(telegram, "Bad Request: invalid file_id"):
        await sdk.get_file("nonsense")


async def test_chats_that_a_bot_may_not_write_to(
    telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person, ben: Person
) -> None:
    group = telegram.group("Team", ana, bots=[bot])
    large = telegram.supergroup("Teams", ana, bots=[bot])
    strange = telegram.supergroup("Others", ana)
    ana.starts(bot)
    ana.blocks(bot)
    group.kicks(bot)
    large.kicks(bot)

    for chat_id, kind, description in (
        (999, BadRequest, "Bad Request: chat not found"),
        (-999, BadRequest, "Bad Request: chat not found"),
        (ben.id, Forbidden, "Forbidden: bot can't initiate conversation with a user"),
        (ana.id, Forbidden, "Forbidden: bot was blocked by the user"),
        (group.id, Forbidden, "Forbidden: bot was kicked from the group chat"),
        (large.id, Forbidden, "Forbidden: bot was kicked from the supergroup chat"),
        (strange.id, Forbidden, "Forbidden: bot is not a member of the supergroup chat"),
    ):
        with refused(telegram, description, kind):
            await sdk.send_message(chat_id, "x")
    ana.unblocks(bot)
    await sdk.send_message(ana.id, "x")


async def test_a_group_that_grew_says_where_it_is(telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person) -> None:
    group = telegram.group("Team", ana, bots=[bot])
    grown = group.becomes_supergroup()

    with pytest.raises(ChatMigrated) as migrated:
        await sdk.send_message(group.id, "x")
    *_, left, arrived = await sdk.get_updates()

    assert migrated.value.new_chat_id == grown.id
    assert telegram.calls[-2].refusal == "Bad Request: group chat was upgraded to a supergroup chat"
    assert left.message is not None
    assert (left.message.chat.id, left.message.migrate_to_chat_id) == (group.id, grown.id)
    assert arrived.message is not None
    assert (arrived.message.chat.id, arrived.message.migrate_from_chat_id) == (grown.id, group.id)
    await sdk.send_message(grown.id, "x")


async def test_topics_that_are_not_there(telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person) -> None:
    forum = telegram.supergroup("Team", ana, bots=[bot], is_forum=True)
    shop, hall = forum.topic("Shop"), forum.topic("Hall")
    shop.vanishes()
    hall.closes()

    with refused(telegram, "Bad Request: message thread not found"):
        await sdk.send_message(forum.id, "x", message_thread_id=shop.id)
    with refused(telegram, "Bad Request: TOPIC_CLOSED"):
        await sdk.send_message(forum.id, "x", message_thread_id=hall.id)


async def test_replies_to_what_is_gone(telegram: FakeTelegram, sdk: Bot, started: Person) -> None:
    said = started.says("x")
    started.deletes(said)

    with refused(telegram, "Bad Request: message to be replied not found"):
        await sdk.send_message(started.id, "y", reply_parameters=ReplyParameters(said.id))
    await sdk.send_message(started.id, "y", reply_parameters=ReplyParameters(said.id, allow_sending_without_reply=True))

    assert started.private().last.reply_to_id is None


async def test_a_press_can_be_answered_for_a_while(
    telegram: FakeTelegram, sdk: Bot, started: Person, clock: ManualClock
) -> None:
    await sdk.send_message(started.id, "?", api_kwargs={"reply_markup": rows(1)})
    in_time, too_late = started.presses("Go"), started.presses("Go")
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"

    clock.advance(150)
    assert await sdk.answer_callback_query(in_time.id)
    clock.advance(1)
    with refused(telegram, too_old):
        await sdk.answer_callback_query(too_late.id)
    with refused(telegram, too_old):
        await sdk.answer_callback_query("0")


async def test_methods_that_are_not_there(telegram: FakeTelegram, sdk: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await sdk.do_api_request("makeCoffee")


async def test_rates() -> None:
    clock = ManualClock()
    async with FakeTelegram(clock=clock) as telegram:
        bot = telegram.bot("1:a", username="one_bot")
        people = [telegram.user(f"P{number}") for number in range(31)]
        group = telegram.supergroup("Team", *people, bots=[bot])
        for person in people:
            person.starts(bot)
        async with Bot(bot.token, base_url=telegram.base_url) as sdk:
            await refused_after(3, sdk, people[0].id, 1)
            clock.advance(1)
            await refused_after(1, sdk, people[0].id, 1)
            for person in people[1:30]:
                await sdk.send_message(person.id, "x")
            await refused_after(0, sdk, people[30].id, 1)
            clock.advance(60)
            for _ in range(20):
                await sdk.send_message(group.id, "x")
                clock.advance(1)
            await refused_after(0, sdk, group.id, 40)
            clock.advance(40)
            await refused_after(1, sdk, group.id, 1)

    assert telegram.calls[-1].refusal == "Too Many Requests: retry after 1"
    assert len(telegram.sent) == 3 + 1 + 29 + 20 + 1


async def refused_after(count: int, sdk: Bot, chat_id: int, retry_after: int) -> None:
    """So many messages go, and the next one has to wait."""
    for _ in range(count):
        await sdk.send_message(chat_id, "x")
    with pytest.raises(RetryAfter) as wait:
        await sdk.send_message(chat_id, "x")
    assert wait.value.retry_after == timedelta(seconds=retry_after)
