"""Chats on the fake Telegram, through the real SDK."""

from datetime import timedelta

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
    Update,
)
from telegram.error import InvalidToken
from telegram.request import HTTPXRequest

from tests.fakes.clock import ManualClock
from tests.fakes.telegram.bots import FakeBot
from tests.fakes.telegram.people import PIXEL, Person
from tests.fakes.telegram_server import FakeTelegram

NEXT = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Back", callback_data="b"), InlineKeyboardButton("Next", url="a.io")]]
)


async def next_updates(sdk: Bot, seen: int = 0) -> tuple[Update, ...]:
    """What the bot is told next."""
    return await sdk.get_updates(offset=seen + 1 if seen else None, timeout=1)


def message_of(update: Update) -> Message:
    """The message in an update."""
    assert update.message is not None
    return update.message


async def test_a_person_and_a_bot_talk(telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person) -> None:
    ana.starts(bot, "invited")
    ana.says("hello @phasewalk_bot, see 🦊 https://example.com/a.")

    started, said = await next_updates(sdk)
    await sdk.send_message(ana.id, "Hi <b>Ana</b>", parse_mode="HTML", reply_markup=NEXT)

    assert started.message is not None
    assert said.message is not None
    assert started.message.text == "/start invited"
    assert list(started.message.parse_entities().values()) == ["/start"]
    assert list(said.message.parse_entities().values()) == ["@phasewalk_bot", "https://example.com/a"]
    assert said.message.from_user is not None
    assert said.message.from_user.language_code == "en"
    assert ana.sees() == "Hi Ana\n[Back] [Next]"
    assert telegram.sent[-1].markup == [("bold", "Ana")]
    assert telegram.sent[-1].button("Next").url == "http://a.io/"


async def test_a_press_reaches_the_bot_and_is_answered(bot: FakeBot, sdk: Bot, ana: Person) -> None:
    ana.starts(bot)
    await sdk.send_message(ana.id, "Which?", reply_markup=NEXT)
    old_button = ana.private().last.button("Back")

    press = ana.presses("Back")
    _, pressed = await next_updates(sdk)
    query = pressed.callback_query
    assert query is not None
    await query.answer("Going back", show_alert=True)
    await query.edit_message_text("Gone back")
    late_press = ana.presses(old_button, on=ana.private().last)

    assert query.data == "b"
    assert query.message is not None
    assert query.message.chat.id == ana.id
    assert (press.answer, press.is_alert, late_press.answer) == ("Going back", True, None)
    assert ana.private().last.earlier == ["Which?"]
    with pytest.raises(LookupError, match="no button 'Back'"):
        ana.presses("Back")


async def test_a_person_edits_and_sends_files(bot: FakeBot, sdk: Bot, ana: Person, clock: ManualClock) -> None:
    ana.starts(bot)
    message = ana.says("forty")
    clock.advance(10)
    ana.edits(message, "forty-two")
    ana.sends_voice()
    ana.sends_sticker("🎉")
    ana.sends_photo("look")
    ana.sends_album(2, "both")
    ana.sends_document("plan.csv", b"a,b")

    _, _, edited, voice, sticker, photo, first, second, document = await next_updates(sdk)

    assert edited.edited_message is not None
    assert edited.edited_message.text == "forty-two"
    assert edited.edited_message.edit_date is not None
    assert (edited.edited_message.edit_date - edited.edited_message.date).seconds == 10
    spoken, stuck, filed = message_of(voice).voice, message_of(sticker).sticker, message_of(document).document
    assert spoken is not None
    assert stuck is not None
    assert filed is not None
    assert (spoken.duration, stuck.emoji) == (timedelta(seconds=3), "🎉")
    assert (message_of(photo).caption, message_of(photo).photo[-1].width) == ("look", 1)
    assert message_of(first).media_group_id == message_of(second).media_group_id
    assert (message_of(first).caption, message_of(second).caption) == ("both", None)
    file = await sdk.get_file(filed)
    assert await file.download_as_bytearray() == b"a,b"


async def test_a_bot_sends_files(bot: FakeBot, sdk: Bot, ana: Person) -> None:
    ana.starts(bot)

    sent = await sdk.send_document(ana.id, b"%PDF", filename="plan ü.pdf", caption="<i>new</i>", parse_mode="HTML")
    await sdk.send_photo(ana.id, PIXEL, caption="chart")
    assert sent.document is not None
    await sdk.send_document(ana.id, sent.document.file_id)

    document, photo, again = ana.private().messages[1:]
    assert document.as_seen() == "<plan ü.pdf>\nnew"
    assert document.markup == [("italic", "new")]
    assert document.file is again.file
    assert document.file is not None
    assert document.file.content == b"%PDF"
    assert photo.text == "chart"


async def test_blocking_is_told_and_starting_again_unblocks(bot: FakeBot, sdk: Bot, ana: Person) -> None:
    ana.starts(bot)
    ana.blocks(bot)
    ana.starts(bot)

    _, blocked, unblocked, started = await next_updates(sdk)

    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member is not None
    assert unblocked.my_chat_member.new_chat_member.status == "member"
    assert started.message is not None


async def test_privacy_mode_hides_small_talk(telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person) -> None:
    group = telegram.group("Team", ana, bots=[bot])
    question = await sdk.send_message(group.id, "Well?")
    ana.says("small talk", chat=group)
    ana.says("/help", chat=group)
    ana.says("/help@other_bot", chat=group)
    ana.says("/help@phasewalk_bot", chat=group)
    ana.says("hey @Phasewalk_Bot", chat=group)
    ana.says("fine", reply_to=group.all_messages[question.message_id])

    added, joined, *told = await next_updates(sdk)

    assert added.my_chat_member is not None
    assert joined.message is not None
    assert joined.message.new_chat_members[0].username == "phasewalk_bot"
    texts = [update.message.text for update in told if update.message]
    assert texts == ["/help", "/help@phasewalk_bot", "hey @Phasewalk_Bot", "fine"]


@pytest.mark.parametrize("how", ["switched off", "administrator"])
async def test_without_privacy_mode_a_bot_sees_all(telegram: FakeTelegram, ana: Person, how: str) -> None:
    bot = telegram.bot("77:x", username="seer_bot", reads_all=how == "switched off")
    group = telegram.supergroup("Team", ana, bots=[bot])
    if how == "administrator":
        group.promotes(bot)
    before = bot.pending
    ana.says("small talk", chat=group)

    assert bot.pending == before + 1


async def test_topics_keep_their_messages(telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person) -> None:
    forum = telegram.supergroup("Team", ana, bots=[bot], is_forum=True)
    shop = forum.topic("Shop")
    ana.says("/next", topic=shop)

    *_, update = await next_updates(sdk)
    await sdk.send_message(forum.id, "Here", message_thread_id=shop.id)
    await sdk.send_message(forum.id, "Elsewhere")

    assert update.message is not None
    assert (update.message.message_thread_id, update.message.is_topic_message) == (shop.id, True)
    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.forum_topic_created is not None
    assert [message.text for message in shop.messages[1:]] == ["/next", "Here"]


async def test_an_anonymous_admin_is_nobody(telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person) -> None:
    group = telegram.supergroup("Team", ana, bots=[bot])
    telegram.anonymous_admin(group).says("/status")

    *_, update = await next_updates(sdk)

    assert update.message is not None
    assert update.message.from_user is not None
    assert update.message.from_user.username == "GroupAnonymousBot"
    assert update.message.sender_chat is not None
    assert update.message.sender_chat.id == group.id


async def test_members_come_and_go(telegram: FakeTelegram, bot: FakeBot, sdk: Bot, ana: Person, ben: Person) -> None:
    group = telegram.supergroup("Team", ana, bots=[bot])
    group.adds(ben)
    roles = [(await sdk.get_chat_member(group.id, person.id)).status for person in (ana, ben)]
    group.kicks(ben)

    assert roles == ["creator", "member"]
    assert (await sdk.get_chat_member(group.id, ben.id)).status == "kicked"
    assert (await sdk.get_chat(group.id)).title == "Team"
    assert await sdk.leave_chat(group.id)
    assert not group.has(bot)


async def test_commands_are_kept_by_scope_and_language(bot: FakeBot, sdk: Bot) -> None:
    scope = BotCommandScopeAllGroupChats()
    await sdk.set_my_commands([BotCommand("next", "Go on")])
    await sdk.set_my_commands([BotCommand("next", "Weiter")], scope=scope, language_code="de")
    await sdk.set_my_description("Walks a team")

    assert await sdk.get_my_commands() == (BotCommand("next", "Go on"),)
    assert bot.menu({"type": "all_group_chats"}, "de") == {"next": "Weiter"}
    assert (await sdk.get_my_description()).description == "Walks a team"


async def test_a_reply_stands_under_its_message(bot: FakeBot, sdk: Bot, ana: Person) -> None:
    ana.starts(bot)
    question = ana.says("why?")

    await sdk.send_message(ana.id, "because", reply_parameters=ReplyParameters(question.id))

    assert ana.private().last.reply_to_id == question.id


async def test_a_wrong_token_is_refused(telegram: FakeTelegram) -> None:
    async with HTTPXRequest() as request:
        with pytest.raises(InvalidToken):
            await Bot("1:wrong", base_url=telegram.base_url, request=request).get_me()


async def test_waiting_says_what_stands_in_the_chat(bot: FakeBot, ana: Person) -> None:
    ana.starts(bot)
    with pytest.raises(AssertionError, match=r"no such message within 0\.01 s; the last are \[<Ana #1: '/start'>\]"):
        await ana.private().wait_for(lambda message: message.is_from_bot, timeout_s=0.01)


async def test_a_coroutine_must_not_block(bot: FakeBot, ana: Person) -> None:
    with pytest.raises(AssertionError, match="would stop the loop"):
        ana.private(bot).wait_for_blocking(lambda message: True)
