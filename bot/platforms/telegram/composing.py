"""What a step has to say, as calls to Telegram in the order in which to make them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from bot.platforms.characters import size
from bot.platforms.fields import sendable
from bot.platforms.telegram.buttons import Button, again_button
from bot.platforms.telegram.html import escaped, link_to_person, to_html
from bot.platforms.telegram.keyboards import keyboard, page_with
from bot.platforms.telegram.people import PREFIX
from bot.platforms.telegram.questions import question_blocks
from bot.platforms.telegram.splitting import BETWEEN, LIMIT, shortened, split
from bot.service.arrivals import Place
from bot.service.messages import plain_text_of, text_of
from dialogs.texts import Rich, Style, Words

Payload: TypeAlias = Mapping[str, Any]
Call: TypeAlias = dict[str, Any]

_READ = ("say", "error", "whisper")
_LINKS = ("https://", "http://", "tg://")


class TelegramComposer:
    """Makes calls of messages: few, whole, and with the question behind all that is said."""

    has_threads = False

    def __init__(self, words: Words) -> None:
        self._words = words

    def private_place(self, bot: str, account: str) -> Place | None:
        """None: a bot is not heard before the person pressed Start."""
        del bot, account
        return None

    def spelled(self, text: Rich) -> Rich:
        """Telegram brings every command to the bot as it is typed."""
        return text

    def compose(self, payloads: Sequence[Payload], place: Place, today: date) -> list[Call]:
        """One plain dictionary a call, for an outbox.

        What was answered is changed last, as nobody waits for that.
        """
        del place
        calls: list[Call] = []
        blocks: list[str] = []
        lead: list[str] = []
        for payload in payloads:
            if payload["kind"] in _READ:
                blocks.extend(_block(payload))
                lead.extend(_block(payload) if _stays(payload, payloads) else ())
            elif payload["kind"] not in ("ask", "settle"):
                calls.extend(_message(piece) for piece in split(blocks))
                blocks, lead = [], []
                calls.append(self._call(payload, today))
        for ask in (payload for payload in payloads if payload["kind"] == "ask"):
            calls.extend(self._asked(blocks, BETWEEN.join(lead), ask, today))
            blocks, lead = [], []
        calls.extend(_message(piece) for piece in split(blocks))
        calls.extend(_settled(payload) for payload in payloads if payload["kind"] == "settle")
        return calls

    def _call(self, payload: Payload, today: date) -> Call:
        match payload["kind"]:
            case "document":
                return dict(payload)
            case "news":
                return _message(shortened(to_html(text_of(payload))), is_quiet=True)
            case "summary":
                return _message(shortened(to_html(text_of(payload))))
            case "board":
                return _message(shortened(to_html(text_of(payload)))) | {"token": payload["token"]}
            case "details":
                about = {"token": payload["token"], "under": payload["under"]}
                return _message(_folded(to_html(text_of(payload))), is_quiet=True) | about
            case "reboard":
                return {"kind": "edit", "token": payload["token"], "html": shortened(to_html(text_of(payload)))}
            case "redetails":
                return {"kind": "edit", "token": payload["token"], "html": _folded(to_html(text_of(payload)))}
            case "mention":
                return _mention(payload)
            case "again":
                row = [again_button(sendable(payload["button"]), payload["seq"])]
                return _message(to_html(text_of(payload)), [row])
            case "ticks" | "redraw":
                view = payload["view"] or (page_with(payload["at"]) if payload.get("at") else "")
                rows = keyboard(payload["ask"], self._words, today, view, payload["ticked"])
                return {"kind": "keyboard", "token": payload["token"], "keyboard": _plain(rows)}
            case unknown:
                raise ValueError(f"Telegram shows no messages of the kind {unknown}")

    def _asked(self, blocks: Sequence[str], lead: str, ask: Payload, today: date) -> list[Call]:
        """A question in one message with what was said before it, or behind that where both don't fit.

        `lead` is what of that shall stay when the question is settled: what was wrong with an answer need not.
        The rare question that doesn't even fit alone keeps its end with its buttons.
        """
        head, *around = question_blocks(_under(blocks, ask), self._words)
        before: list[str] = []
        html = BETWEEN.join([*blocks, head, *around])
        if size(html) > LIMIT:
            before, lead = list(blocks), ""
            while around and size(BETWEEN.join([head, *around])) > LIMIT:
                before.append(around.pop(0))
            *start, head = split([head]) or [head]
            before.extend(start)
            html = BETWEEN.join([head, *around])
        message = _message(html, keyboard(ask, self._words, today, ticked=ask["ticked"]))
        return [
            *(_message(piece) for piece in split(before)),
            {**message, "token": ask["prompt"]["token"], "ask": dict(ask), "lead": lead},
        ]


def _stays(payload: Payload, payloads: Sequence[Payload]) -> bool:
    """Whether something is worth reading when the question behind it is settled.

    What was wrong with an answer is not, nor is how an answer was understood: the settled question shows that.
    """
    kept = {f"✓ {plain_text_of(one, 'answer')}" for one in payloads if one["kind"] == "settle"}
    return payload["kind"] != "error" and plain_text_of(payload) not in kept


def _under(blocks: Sequence[str], ask: Payload) -> Payload:
    """The question without its dialog's title where that stands right above it."""
    titles = ask["place"][:2]
    opening = f"<b>{escaped(' · '.join(titles))}</b>"
    return {**ask, "place": ask["place"][2:]} if blocks and blocks[-1].startswith(opening) else ask


def _block(payload: Payload) -> list[str]:
    return [to_html(text_of(payload))] if plain_text_of(payload).strip() else []


def _message(html: str, rows: Sequence[Sequence[Button]] = (), *, is_quiet: bool = False) -> Call:
    return {"kind": "message", "html": html, "keyboard": _plain(rows), "quiet": is_quiet}


def _folded(html: str) -> str:
    """Of which a phone shows three lines until it is unfolded."""
    return f"<blockquote expandable>{shortened(html, LIMIT - 100)}</blockquote>"


def _plain(rows: Sequence[Sequence[Button]]) -> list[list[list[str]]]:
    return [[list(button) for button in row] for row in rows]


def _settled(payload: Payload) -> Call:
    """The question with its answer, behind what was said before it, and without its buttons."""
    html = to_html(text_of(payload), Style.STRONG)
    answer = to_html(text_of(payload, "answer"))
    if answer:
        gap = "" if answer.startswith("\n") else " "
        who = f" — {escaped(payload['who'])}" if payload["who"] else ""
        html = f"{html}\n✓{gap}{answer}{who}"
    whole = BETWEEN.join(block for block in (payload.get("lead", ""), html) if block)
    return {"kind": "edit", "token": payload["token"], "html": shortened(whole)}


def _mention(payload: Payload) -> Call:
    """A message that calls a person, with a link to go on where there is one."""
    prefix, _, id_ = str(payload["account"]).partition(":")
    is_known = f"{prefix}:" == PREFIX and id_.isdecimal()
    name = link_to_person(int(id_), payload["name"]) if is_known else escaped(payload["name"])
    html = shortened(f"{name}\n{to_html(text_of(payload))}")
    url, label = payload["url"], payload["button"]
    rows = [[Button(sendable(label) or url, url=url)]] if url.startswith(_LINKS) else []
    return _message(html, rows)
