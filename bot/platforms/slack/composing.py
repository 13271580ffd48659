"""What a step has to say, as calls to Slack in the order in which to make them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from bot.platforms.names import NAME_LIMIT
from bot.platforms.slack import elements, standing
from bot.platforms.slack.elements import Block
from bot.platforms.slack.home import home_view
from bot.platforms.slack.people import PREFIX, private_place, user_of
from bot.platforms.slack.questions import choices, controls, paragraphs
from bot.platforms.slack.richtext import (
    BLOCKS_LIMIT,
    MESSAGE_LIMIT,
    TEXT_LIMIT,
    blocks_of,
    fallback,
    in_style,
    packed,
    rich_block,
    shortened,
    spelled,
    told,
)
from bot.service.arrivals import Account, Place
from bot.service.messages import plain_text_of
from dialogs.texts import Rich, Span, Style, Words, plain

Payload: TypeAlias = Mapping[str, Any]
Call: TypeAlias = dict[str, Any]

_READ = ("say", "error", "whisper")
_NOTHING = ("ticks", "redraw")
"""A menu to tick options in keeps what is ticked by itself."""
_LINKS = ("https://", "http://")


class SlackComposer:
    """Makes calls of messages: few, whole, and with the question behind all that is said."""

    has_threads = True

    def __init__(self, words: Words) -> None:
        self._words = words

    def private_place(self, bot: str, account: str) -> Place | None:
        """Slack opens the chat with anybody of the workspace when something is sent there."""
        team = bot.removeprefix(PREFIX)
        return private_place(team, Account(account, "")) if account.startswith(f"{bot}/") and user_of(account) else None

    def spelled(self, text: Rich) -> Rich:
        """Slack brings one command to the bot, and all others stand behind it."""
        return spelled(text)

    def compose(self, payloads: Sequence[Payload], place: Place, today: date) -> list[Call]:
        """One plain dictionary a call, for an outbox; "under" is the token of the message that opens the thread.

        What was answered is changed last, as nobody waits for that.
        """
        calls: list[Call] = []
        said: list[Rich] = []
        lead: list[Rich] = []
        for payload in payloads:
            if payload["kind"] in _READ:
                said.extend(_said(payload))
                lead.extend(_said(payload) if _stays(payload, payloads) else ())
            elif payload["kind"] not in ("ask", "settle", *_NOTHING):
                calls.extend(_messages(said, place))
                said, lead = [], []
                calls.extend(self._calls(payload, place))
        for ask in (payload for payload in payloads if payload["kind"] == "ask"):
            calls.extend(self._asked(said, lead, ask, place, today=today))
            said, lead = [], []
        calls.extend(_messages(said, place))
        calls.extend(_settled(payload) for payload in payloads if payload["kind"] == "settle")
        return calls

    def _calls(self, payload: Payload, place: Place) -> list[Call]:
        match payload["kind"]:
            case "document":
                return [{"under": place.thread, **payload}]
            case "news":
                return [_shortened([told(payload)]) | {"under": place.thread}]
            case "summary":
                return [_shortened([told(payload)])]
            case "board":
                return [_shortened([told(payload)]) | {"token": payload["token"]}]
            case "details":
                return [_shortened([told(payload)]) | {"token": payload["token"], "under": payload["under"]}]
            case "reboard" | "redetails":
                return [_shortened([told(payload)]) | {"kind": "edit", "token": payload["token"]}]
            case "mention":
                return [_mention(payload) | {"under": payload["under"]}]
            case "again":
                row = elements.actions("", 1, [elements.button(payload["button"], "again", str(payload["seq"]))])
                return [_message([told(payload)], [row]) | {"under": place.thread}]
            case "root":
                return [{"kind": "message", "token": payload["token"], **standing.card(payload, self._words)}]
            case "standing":
                card = standing.card(payload, self._words)
                return [{"kind": "edit", "token": payload["token"], **card}, standing.bookmark(payload, self._words)]
            case "home":
                return [{"kind": "home", "view": home_view(payload, self._words)}]
            case unknown:
                raise ValueError(f"Slack shows no messages of the kind {unknown}")

    def _asked(
        self, said: Sequence[Rich], lead: Sequence[Rich], ask: Payload, place: Place, *, today: date
    ) -> list[Call]:
        """A question in one message with what was said before it, or behind that where both don't fit.

        `lead` is what of that shall stay when the question is settled: what was wrong with an answer need not.
        The rare question that doesn't even fit alone keeps its end with what can be pressed.
        """
        pressed = controls(ask, self._words, today)
        room = BLOCKS_LIMIT - len(pressed), MESSAGE_LIMIT - sum(map(elements.words_in, pressed))
        head, *around = paragraphs(_under(said, ask), self._words)
        before: list[Rich] = []
        shown = [*said, head, *around]
        if len(packed(shown, *room)) > 1:
            before, lead = list(said), ()
            while around and len(packed([head, *around], *room)) > 1:
                before.append(around.pop(0))
            *start, shown = packed([head, *around], *room)
            before.extend(piece for message in start for piece in message)
        asked = {"token": ask["prompt"]["token"], "ask": dict(ask), "lead": _kept(lead), "under": place.thread}
        call = {**_message(shown, pressed), "text": fallback([*shown, *choices(ask)]), **asked}
        return [*_messages(before, place), call]


def _stays(payload: Payload, payloads: Sequence[Payload]) -> bool:
    """Whether something is worth reading when the question behind it is settled.

    What was wrong with an answer is not, nor is how an answer was understood: the settled question shows that.
    """
    kept = {f"✓ {plain_text_of(one, 'answer')}" for one in payloads if one["kind"] == "settle"}
    return payload["kind"] != "error" and plain_text_of(payload) not in kept


def _under(said: Sequence[Rich], ask: Payload) -> Payload:
    """The question without its dialog's title where that stands right above it."""
    opening = " · ".join(ask["place"][:2])
    first = said[-1][0] if said and said[-1] else Span("")
    is_above = first.style is Style.STRONG and first.text == opening
    return {**ask, "place": ask["place"][2:]} if is_above else ask


def _said(payload: Payload) -> list[Rich]:
    return [told(payload)] if plain_text_of(payload).strip() else []


def _messages(said: Sequence[Rich], place: Place) -> list[Call]:
    return [_message(piece) | {"under": place.thread} for piece in packed(said)]


def _message(shown: Sequence[Rich], pressed: Sequence[Block] = ()) -> Call:
    return {"kind": "message", "text": fallback(shown), "blocks": [*blocks_of(shown), *pressed]}


def _shortened(shown: Sequence[Rich]) -> Call:
    """A message of as much as fits into one."""
    first, *more = packed(shown, limit=MESSAGE_LIMIT - 1) or [[]]
    return _message([*first[:-1], shortened(first[-1], TEXT_LIMIT - 1, is_all=False)] if more else first)


def _kept(lead: Sequence[Rich]) -> list[Any]:
    """Texts as an outbox keeps them until the question behind them is settled."""
    return [[[span.text, span.style.value] for span in rich] for rich in lead]


def _settled(payload: Payload) -> Call:
    """The question with its answer, behind what was said before it, and with nothing to press."""
    rich = in_style(told(payload), Style.STRONG)
    answer = told(payload, "answer")
    if answer:
        gap = "" if plain(answer).startswith("\n") else " "
        who = (Span(f" — {payload['who']}"),) if payload["who"] else ()
        rich = (*rich, Span(f"\n✓{gap}"), *answer, *who)
    shown = [*(told({"text": kept}) for kept in payload.get("lead") or ()), rich]
    fits = len(packed(shown)) == 1
    return {**_shortened(shown if fits else [rich]), "kind": "edit", "token": payload["token"]}


def _mention(payload: Payload) -> Call:
    """A message that calls a person, with a link to go on where there is one."""
    user, name = user_of(payload["account"]), Span(str(payload["name"]))
    text = shortened(told(payload), TEXT_LIMIT - NAME_LIMIT)
    called = [{"type": "user", "user_id": user}] if user else []
    block = rich_block((Span("\n"), *text) if user else (name, Span("\n"), *text), called)
    url, label = payload["url"], payload["button"]
    row = []
    if url.startswith(_LINKS) and len(url) <= elements.URL_LIMIT:
        row = [elements.actions("", 1, [elements.button(label or url, "none", url=url)])]
    return {"kind": "message", "text": fallback([(name,), text]), "blocks": [block, *row]}
