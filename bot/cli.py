"""The command `phasewalk`: reads arguments, calls the rest, and turns what goes wrong into a sentence."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.resources import LOCALE
from bot.settings import Settings
from bot.words import load_words
from dialogs.texts import Phrase, Words, phrase

FAILED = 2
MISTAKES = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit code: 0, 1 when `check` found mistakes, 2 when something stood in the way."""
    words = load_words(LOCALE)
    options = _parser(words).parse_args(arguments)
    try:
        return _COMMANDS[options.command](options, words)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        sentence = _explained(error, words)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return FAILED


def _chat(options: argparse.Namespace, words: Words) -> int:
    from bot import bootstrap

    del words
    settings = _settings(options)
    with bootstrap.running(settings) as app:
        speaker = bootstrap.speaker(settings)
        if sys.stdin.isatty() and sys.stdout.isatty() and not options.as_json:
            from bot.platforms.terminal import Terminal

            terminal = Terminal(app.conversations, app.documents, speaker, history=settings.history, look=app.look)
            terminal.run(options.project)
        else:
            from bot.platforms.piped import Pipe

            pipe = Pipe(app.conversations, app.documents, speaker, as_json=options.as_json, look=app.look)
            pipe.run(sys.stdin, sys.stdout, options.project)
    return 0


def _check(options: argparse.Namespace, words: Words) -> int:
    from bot import bootstrap
    from dialogs.drawing import draw
    from dialogs.lint import check

    folders = bootstrap.playbook_folders(options.folder or Settings().playbooks)
    problems = [(folder, problem) for folder in folders for problem in check(folder)]
    for folder, problem in problems:
        print(f"{folder}{os.sep}{problem}", file=sys.stderr)
    if problems:
        print(words.plain(phrase("cli.check.mistakes", n=len(problems))), file=sys.stderr)
        return MISTAKES
    if options.draw:
        for playbook in bootstrap.offered_playbooks(options.folder or Settings().playbooks).values():
            print(draw(playbook))
        return 0
    print(words.plain(phrase("cli.check.good", n=len(folders))))
    return 0


def _export(options: argparse.Namespace, words: Words) -> int:
    from bot import bootstrap
    from bot.service.exports import export

    with bootstrap.running(_settings(options), reads_only=True) as app:
        for path in export(app.store, app.documents, options.project, options.to, only=options.format):
            print(words.plain(phrase("cli.export.written", path=str(path))))
    return 0


def _import(options: argparse.Namespace, words: Words) -> int:
    from bot import bootstrap
    from bot.service.imports import import_file

    with bootstrap.running(_settings(options)) as app:
        name = import_file(app.store, options.file)
    print(words.plain(phrase("cli.import.done", name=name)))
    return 0


def _upgrade(options: argparse.Namespace, words: Words) -> int:
    from bot import bootstrap
    from bot.service.upgrades import upgrade_project

    settings = _settings(options)
    with bootstrap.running(settings, reads_only=options.dry_run) as app:
        who = bootstrap.speaker(settings)
        for line in upgrade_project(app.store, app.conversations, options.project, who, dry_run=options.dry_run):
            print(words.plain(line))
    return 0


def _migrate(options: argparse.Namespace, words: Words) -> int:
    from bot import bootstrap

    bootstrap.migrated(_settings(options).database_url)
    print(words.plain(phrase("cli.migrate.done")))
    return 0


def _run(options: argparse.Namespace, words: Words) -> int:
    from bot import operations, serving

    parts = {"run": serving.RUN, "web": serving.WEB, "worker": serving.WORKER}[options.command]
    return operations.run(_settings(options), parts, words)


def _doctor(options: argparse.Namespace, words: Words) -> int:
    from bot import operations

    return operations.doctor(_settings(options), words)


def _queue(options: argparse.Namespace, words: Words) -> int:
    from bot import operations

    return operations.queue(_settings(options), options, words)


def _slack_manifest(options: argparse.Namespace, words: Words) -> int:
    from bot import operations

    return operations.slack_manifest(options.url, words)


def _new_key(options: argparse.Namespace, words: Words) -> int:
    from bot import operations

    del options, words
    return operations.new_key()


_COMMANDS: Mapping[str, Callable[[argparse.Namespace, Words], int]] = {
    "chat": _chat,
    "check": _check,
    "export": _export,
    "import": _import,
    "upgrade": _upgrade,
    "migrate": _migrate,
    "run": _run,
    "web": _run,
    "worker": _run,
    "doctor": _doctor,
    "queue": _queue,
    "slack-manifest": _slack_manifest,
    "new-key": _new_key,
}


def _settings(options: argparse.Namespace) -> Settings:
    given = {
        "database_url": options.database,
        "documents": getattr(options, "documents", None),
        "name": getattr(options, "name", None),
    }
    return Settings().model_copy(update={name: value for name, value in given.items() if value})


def _parser(words: Words) -> argparse.ArgumentParser:
    def text(part: Phrase) -> str:
        return words.plain(part)

    parser = argparse.ArgumentParser(prog="phasewalk", description=text(phrase("cli.about")))
    parser.add_argument("--version", action=_Version, nargs=0, help=text(phrase("cli.version")))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    database = argparse.ArgumentParser(add_help=False)
    database.add_argument("--database", metavar="URL", help=text(phrase("cli.database")))
    who = argparse.ArgumentParser(add_help=False)
    who.add_argument("--as", dest="name", metavar="NAME", default=None, help=text(phrase("cli.as")))

    chat = commands.add_parser("chat", parents=[database, who], help=text(phrase("cli.chat")))
    chat.add_argument("--project", metavar="NAME", help=text(phrase("cli.chat.project")))
    chat.add_argument("--documents", metavar="FOLDER", type=Path, help=text(phrase("cli.chat.documents")))
    chat.add_argument("--json", dest="as_json", action="store_true", help=text(phrase("cli.chat.json")))

    check = commands.add_parser("check", help=text(phrase("cli.check")))
    check.add_argument("folder", metavar="FOLDER", type=Path, nargs="?", help=text(phrase("cli.check.folder")))
    check.add_argument("--draw", action="store_true", help=text(phrase("cli.check.draw")))

    export = commands.add_parser("export", parents=[database], help=text(phrase("cli.export")))
    export.add_argument("project", metavar="PROJECT", help=text(phrase("cli.project")))
    export.add_argument("--to", metavar="FOLDER", type=Path, required=True, help=text(phrase("cli.export.to")))
    export.add_argument("--format", choices=("md", "json"), help=text(phrase("cli.export.format")))

    imports = commands.add_parser("import", parents=[database], help=text(phrase("cli.import")))
    imports.add_argument("file", metavar="FILE", type=Path, help=text(phrase("cli.import.file")))

    upgrade = commands.add_parser("upgrade", parents=[database, who], help=text(phrase("cli.upgrade")))
    upgrade.add_argument("project", metavar="PROJECT", help=text(phrase("cli.project")))
    upgrade.add_argument("--dry-run", action="store_true", help=text(phrase("cli.upgrade.dry_run")))

    commands.add_parser("migrate", parents=[database], help=text(phrase("cli.migrate")))
    commands.add_parser("run", parents=[database], help=text(phrase("cli.run")))
    commands.add_parser("web", parents=[database], help=text(phrase("cli.web")))
    commands.add_parser("worker", parents=[database], help=text(phrase("cli.worker")))
    commands.add_parser("doctor", parents=[database], help=text(phrase("cli.doctor")))
    manifest = commands.add_parser("slack-manifest", help=text(phrase("cli.slack_manifest")))
    manifest.add_argument("--url", metavar="URL", default="", help=text(phrase("cli.slack_manifest.url")))
    commands.add_parser("new-key", help=text(phrase("cli.new_key")))
    queue = commands.add_parser("queue", parents=[database], help=text(phrase("cli.queue")))
    queue.add_argument("action", nargs="?", choices=("retry", "drop"), help=text(phrase("cli.queue.action")))
    queue.add_argument("which", nargs="*", metavar="PLACE", help=text(phrase("cli.queue.which")))
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for: that costs as much as a turn."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"phasewalk {version('phasewalk')}")
        parser.exit()


def _explained(error: Exception, words: Words) -> str | None:
    """The sentence for an error that a person can do something about; None for a mistake in the program."""
    key, values = getattr(error, "key", None), getattr(error, "values", {})
    if isinstance(key, str):
        return words.plain(Phrase(key, values))
    problems = getattr(error, "problems", None)
    if problems is not None:
        return "\n".join(str(problem) for problem in problems)
    return None
