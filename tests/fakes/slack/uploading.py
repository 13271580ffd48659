"""The methods that bring files in: ask for an address, post the content there, finish and share."""

from tests.fakes.slack.apps import Install
from tests.fakes.slack.blocks import read_message_blocks
from tests.fakes.slack.chatting import in_thread, writable
from tests.fakes.slack.files import StoredFile
from tests.fakes.slack.parameters import Parameters
from tests.fakes.slack.wire import RefusalError, invalid_arguments
from tests.fakes.slack.world import World
from tests.fakes.wire import Json


def get_upload_url(world: World, install: Install, parameters: Parameters) -> Json:
    """files.getUploadURLExternal."""
    name, length = parameters.text("filename"), parameters.text("length")
    if not name or not length.isdigit() or int(length) == 0:
        raise invalid_arguments("[ERROR] missing required field: filename, length")
    file = world.files.expect(name, int(length), install.bot.id)
    return {"upload_url": f"{world.api_url}/upload/v1/{file.id}", "file_id": file.id}


def take_content(world: World, path: str, content: bytes) -> bytes:
    """What is posted to an upload address; Slack answers in plain text. Raises `RefusalError`."""
    file = world.files.by_id.get(path.rpartition("/")[2])
    if file is None or file.is_complete:
        raise RefusalError("not_found", status=404)
    if len(content) != file.size_bytes:
        raise RefusalError("length_mismatch", status=400)
    file.content, file.is_uploaded = content, True
    return f"OK - {len(content)}".encode()


def complete_upload(world: World, install: Install, parameters: Parameters) -> Json:
    """files.completeUploadExternal."""
    listed = parameters.structure("files")
    if not isinstance(listed, list) or not listed:
        raise invalid_arguments("[ERROR] missing required field: files")
    files = [_finished(world, entry) for entry in listed]
    channel_id = parameters.text("channel_id") or parameters.text("channels")
    if channel_id:
        _share(world, install, parameters, channel_id, files)
    for file in files:
        file.is_complete = True
    return {"files": [file.to_json(world.api_url) for file in files]}


def _finished(world: World, entry: Json) -> StoredFile:
    file = world.files.by_id.get(str(entry.get("id")))
    if file is None or not file.is_uploaded or file.is_complete:
        raise RefusalError("file_not_found")
    file.title = str(entry.get("title") or file.name)
    return file


def _share(world: World, install: Install, parameters: Parameters, channel_id: str, files: list[StoredFile]) -> None:
    if channel_id not in world.channels:
        raise RefusalError("channel_not_found")
    channel = writable(world, install, channel_id)
    blocks = read_message_blocks(parameters.structure("blocks"))
    comment = parameters.text("initial_comment")
    if blocks and comment:
        raise invalid_arguments("[ERROR] initial_comment and blocks are mutually exclusive")
    bot = install.bot
    content: Json = {"subtype": "file_share", "user": bot.id, "bot_id": bot.bot_id, "app_id": install.app.id}
    content |= {"text": comment, "upload": False, "files": [file.to_json(world.api_url) for file in files]}
    if blocks:
        content["blocks"] = blocks
    if parameters.text("thread_ts"):
        content |= in_thread(channel, parameters.text("thread_ts"), is_broadcast=False)
    message = world.post(channel, content)
    message.files = files
    world.sent.append(message)
