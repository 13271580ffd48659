"""What somebody does on a page or in a form: choosing a project, sending a form, keeping a message."""

from bot.service.arrivals import Form, Keep, Switch
from bot.service.projects import visible
from bot.service.talk import Talk
from dialogs.engine import Filed, FiledAnswer, Filled, Said
from dialogs.forms import left_out
from dialogs.texts import lines, phrase

ANSWER = "answer"
"""What is kept as the answer to a question; everything else is an item of its own."""


def switch(talk: Talk, switched: Switch) -> None:
    """Talk about another project, or tell something of it."""
    if not _is_about(talk, switched.workspace, switched.project):
        return
    if switched.command:
        talk.run(Said(talk.chat.id, talk.me.id, switched.command, is_shared=talk.chat.is_shared))
    else:
        talk.greet()


def fill(talk: Talk, form: Form) -> None:
    """Take all answers of a form at once; of one that was closed, say what is not kept."""
    if not _is_about(talk, form.workspace, form.project):
        return
    if form.is_sent:
        talk.run(Filled(talk.chat.id, talk.me.id, form.given, is_shared=talk.chat.is_shared))
        return
    project = talk.project()
    plan = talk.office.playbooks.plan(talk.turn, project)
    state = talk.turn.state(project.workspace, project.id)
    labels = left_out(plan, state, talk.me.id, form.given, now=talk.now)
    if labels:
        talk.whisper(phrase("form.closed", fields=lines(labels, bullet="– ")))


def keep(talk: Talk, kept: Keep) -> None:
    """File a message in a project, with the link that leads to it."""
    if not _is_about(talk, kept.workspace, kept.project):
        return
    chat, me, is_shared = talk.chat.id, talk.me.id, talk.chat.is_shared
    if kept.what == ANSWER:
        answer = FiledAnswer(chat, me, kept.question, kept.item, kept.text, kept.link, kept.based_on, is_shared)
        talk.run(answer)
    else:
        talk.run(Filed(chat, me, kept.what, kept.text, kept.link, is_shared))


def _is_about(talk: Talk, workspace: str, id_: str) -> bool:
    """Whether the chat is about this project now; one that the person can't see is refused."""
    if (talk.chat.workspace, talk.chat.project) == (workspace, id_):
        return True
    found = next((one for one in visible(talk) if (one.workspace, one.id) == (workspace, id_)), None)
    if found is None:
        talk.whisper(phrase("project.gone"))
        return False
    talk.talk_about(found)
    return True
