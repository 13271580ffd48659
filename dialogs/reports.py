"""Commands that only tell: where we are, what there is, why it is so."""

from collections.abc import Callable, Iterator, Mapping

from dialogs import asking, keeping, trace, waiting
from dialogs.answering import finding_text
from dialogs.answers import Entry, Kind, Slot
from dialogs.checks import open_blocks
from dialogs.commands import COMMANDS
from dialogs.cursor import first_open, is_phase_answered, slots
from dialogs.duties import owed
from dialogs.effects import Deliver
from dialogs.finding import find_group, find_item, find_slots
from dialogs.model import Phase
from dialogs.plan import Asked, gate_id
from dialogs.roles import names
from dialogs.standing import is_begun, is_closed, phase_standing
from dialogs.state import Role
from dialogs.texts import Part, lines, phrase, shortened
from dialogs.turn import Turn
from dialogs.view import ItemView, Position

LISTED = 12


def greet(turn: Turn) -> None:
    """The first words in a chat: what this is, or where we were; for an observer, where things stand."""
    if not turn.book.entries:
        turn.say(phrase("greet.new", playbook=turn.plan.playbook.title))
    if not turn.may(Role.MEMBER):
        _show_around(turn)
        return
    ahead = turn.ahead()
    if turn.book.entries:
        turn.say(_welcome(turn, ahead.position))
    if ahead.gates and ahead.position is not None:
        turn.say(waiting.gates(turn, ahead.gates))
    turn.wake()


def status(turn: Turn, argument: str) -> None:
    """/status: per phase, what is answered, missing, blocking and suspect."""
    del argument
    rows = [_phase_row(turn, phase) for phase in turn.plan.playbook.phases]
    turn.say(phrase("status.phases", rows=lines(rows)))
    for phase in turn.plan.playbook.phases:
        for finding in open_blocks(turn.view, phase.id) if is_begun(turn.view, phase) else ():
            turn.say(finding_text(turn, finding))
    found = trace.suspects(turn.view)
    if found:
        rows = [_suspect_row(turn, suspect) for suspect in found[:LISTED]]
        turn.say(phrase("status.suspects", n=len(found), rows=lines(rows, bullet="· ")))
    assigned = turn.assigned
    for row in waiting.rows(turn, owed(turn.view, assigned)) if assigned else ():
        turn.say(phrase("status.waits", who=row.who, what=row.what))


def list_items(turn: Turn, argument: str) -> None:
    """/list [persona]: the items of one group, or of all."""
    wanted, around, _ = find_group(turn, argument)
    if argument and wanted is None:
        names = (rounds.group.title for rounds in turn.plan.rounds.values())
        turn.refuse(phrase("list.unknown", word=argument[:60], groups=lines(names, between=", ")))
        return
    groups = [wanted] if wanted else list(turn.plan.rounds.values())
    rows: list[Part] = []
    for rounds in groups:
        items = turn.view.items(rounds.id, around) if around else list(turn.view.all_items(rounds.id))
        if items:
            named = lines((_listed(turn, item) for item in items), bullet="  ")
            rows.append(phrase("list.group", title=rounds.group.title, n=len(items), items=named))
    turn.say(lines(rows) if rows else phrase("list.nothing"))


def _listed(turn: Turn, item: ItemView) -> Part:
    """An item in a list, with the message that it was kept from."""
    link = keeping.link_of(turn.view, item)
    return phrase("list.kept", item=str(item), link=link) if link else str(item)


def documents(turn: Turn, argument: str) -> None:
    """/docs [phase]: drafts as they stand now, with the gaps marked."""
    begun = [phase for phase in turn.plan.playbook.phases if is_begun(turn.view, phase)]
    named = [phase for phase in turn.plan.playbook.phases if argument.casefold() in (phase.id, phase.title.casefold())]
    if argument and not named:
        titles = (phase.id for phase in turn.plan.playbook.phases)
        turn.refuse(phrase("docs.unknown", word=argument[:60], phases=lines(titles, between=", ")))
        return
    if not named and not begun:
        turn.say(phrase("docs.nothing"))
    for phase in named or begun:
        turn.effects.append(Deliver(phase.document, phase.id, is_draft=not is_closed(turn.view, phase)))


def why(turn: Turn, argument: str) -> None:
    """/why ID: what it is, who said so and when, what hangs on it."""
    item = find_item(turn, argument)
    if item is not None:
        _why_item(turn, item.id)
        return
    gone = turn.book.items.get(argument.strip().upper())
    if gone is not None:
        turn.say(phrase("why.removed", item=f"{gone.id} {turn.view.name_of(gone.id)}"))
        return
    fact = turn.plan.facts.get(argument.strip())
    if fact is not None:
        turn.say(phrase("why.fact", text=fact.text, platform=fact.platform, source=fact.source, date=fact.date))
        return
    found = find_slots(turn, argument) if argument else []
    if len(found) == 1:
        _why_slot(turn, *found[0])
    elif found:
        named = (f"/why {asked.id}" if not id_ else f"/why {id_} {asked.question.id}" for asked, id_ in found[:9])
        turn.say(phrase("why.several", ids=lines(phrase("command.typed", command=one) for one in named)))
    else:
        turn.refuse(phrase("why.expected"))


def give_help(turn: Turn, argument: str) -> None:
    """/help [command]: every command, or one."""
    name = argument.removeprefix("/").casefold()
    if name in COMMANDS:
        turn.say(_help_row(name))
        return
    rows = (_help_row(one) for one in COMMANDS)
    turn.say(phrase("help.all", rows=lines(rows)))


def _welcome(turn: Turn, position: Position | None) -> Part:
    if position is None:
        return phrase("greet.done")
    is_known = turn.here in turn.state.seats
    return phrase("greet.back") if is_known else phrase("greet.join", name=turn.name(turn.me))


def _show_around(turn: Turn) -> None:
    """What an observer sees on opening a chat; a prompt left from when they could answer is put away."""
    turn.say(phrase("greet.observer", name=turn.name(turn.me)))
    status(turn, "")
    position = first_open(turn.view)
    if position is not None:
        turn.say(phrase("greet.open_now", question=asking.ask(turn.view, position, "", turn.around).text))
    if not turn.is_shared:
        turn.drop_prompt()


def _help_row(name: str) -> Part:
    return phrase("help.row", name=name, text=COMMANDS[name].help)


def _phase_row(turn: Turn, phase: Phase) -> Part:
    here = phase_standing(turn.view, phase)
    notes: list[Part] = []
    if here.skipped:
        notes.append(phrase("status.skipped", n=here.skipped))
    if here.blocks:
        notes.append(phrase("status.blocks", n=here.blocks))
    if here.warnings:
        notes.append(phrase("status.warnings", n=here.warnings))
    signed = turn.book.entry(gate_id(phase.id, "sign_off"))
    if here.is_signed and signed is not None:
        notes.append(_signed(turn, phase, signed))
    elif here.is_begun and here.is_closed:
        notes.append(phrase("status.complete"))
    elif not here.is_begun:
        notes.append(phrase("status.not_begun"))
    elif phase.sign_off and not turn.may_sign and is_phase_answered(turn.view, phase.id):
        notes.append(phrase("status.gate_waits", who=names(turn.state, Role.LEAD)))
    missing = here.total - here.answered - here.skipped
    row = phrase("status.row", title=phase.title, answered=here.answered, total=here.total, open=missing)
    return lines((row, *notes), between=" · ")


def _signed(turn: Turn, phase: Phase, signed: Entry) -> Part:
    who, day = turn.name(signed.author), signed.at.date().isoformat()
    inside = {asked.id for section in turn.plan.sections_of(phase.id) for asked, _ in slots(turn.view, section)}
    since = (entry for entry in turn.book.since(signed.seq) if entry.kind not in (Kind.ASSIGN, Kind.NOTE))
    later = sum(1 for entry in since if entry.question in inside)
    return (
        phrase("status.signed_changed", who=who, date=day, n=later)
        if later
        else phrase("status.signed", who=who, date=day)
    )


def _suspect_row(turn: Turn, suspect: trace.Suspect) -> Part:
    link = suspect.link
    child = turn.view.item(link.child)
    text: Part = str(child) if child else asking.question_text(turn.view, link.asked, link.child, turn.around)
    command = asking.edit_command(link.asked, link.child)
    return phrase("status.suspect", child=text, parent=str(turn.view.item(link.parent)), command=command)


def _why_item(turn: Turn, id_: str) -> None:
    record, item = turn.book.items[id_], turn.view.item(id_)
    rounds = turn.plan.rounds[record.group]
    added = phrase("why.added", who=turn.name(record.added.author), date=record.added.at.date().isoformat())
    parts: list[Part] = [phrase("why.item", item=str(item), kind=rounds.group.item, added=added)]
    for asked, about in slots(turn.view, rounds.section):
        value = turn.view.raw(asked, about) if about == id_ else None
        if value is not None:
            answer = shortened(asking.show(asked, value, turn.around), 120)
            text = asking.question_text(turn.view, asked, about, turn.around)
            parts.append(phrase("read_back.line", question=text, answer=answer))
    for key, ids in (("rests", trace.rests_on(turn.view, id_)), ("hangs", trace.hangs_on(turn.view, id_))):
        named = lines((str(turn.view.item(one)) for one in ids), between=", ")
        if ids:
            parts.append(phrase("why.rests", items=named) if key == "rests" else phrase("why.hangs", items=named))
    turn.say(lines([*parts, *_assignments(turn, (record.group, id_))]))


def _assignments(turn: Turn, target: Slot) -> Iterator[Part]:
    """Who was to answer something, from when on, and who said so."""
    for entry in turn.book.assignments(*target):
        member = turn.name(str(entry.value)) if entry.value else phrase("role.nobody")
        yield phrase("why.assigned", at=_minute(entry), who=turn.name(entry.author), member=member)


def _minute(entry: Entry) -> str:
    return entry.at.isoformat(sep=" ", timespec="minutes")[:16]


def _why_slot(turn: Turn, asked: Asked, item: str) -> None:
    parts: list[Part] = [asking.slot_label(turn.view, (asked.id, item), turn.around)]
    for entry in turn.book.history(asked.id, item):
        shown: Part = phrase("why.skipped") if entry.kind is Kind.SKIP else phrase("why.cleared")
        if entry.value is not None and entry.kind is Kind.ANSWER:
            shown = shortened(asking.show(asked, entry.value, turn.around), 200)
        parts.append(phrase("why.said", value=shown, who=turn.name(entry.author), at=_minute(entry)))
        link = turn.book.link(entry)
        if link:
            parts.append(phrase("why.from", link=link))
    if len(parts) == 1:
        parts.append(phrase("why.open"))
    parts.extend(_assignments(turn, (asked.id, item)))
    if asked.help:
        parts.append(asking.render(turn.view, asked.help, item, turn.around))
    turn.say(lines(parts))


HANDLERS: Mapping[str, Callable[[Turn, str], None]] = {
    "status": status,
    "list": list_items,
    "docs": documents,
    "why": why,
    "help": give_help,
}
