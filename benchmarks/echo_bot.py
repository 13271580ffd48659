"""A bare echo bot on the same SDK, with nothing kept: `python -m benchmarks.echo_bot TOKEN API_URL [aiohttp]`.

As the SDK's documentation builds one; with `aiohttp`, on Phasewalk's own layer for requests.
"""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.platforms.telegram.requests import AiohttpRequest


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say the same."""
    del context
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


def main(token: str, api_url: str, layer: str = "") -> None:
    """Until a signal comes."""
    builder = Application.builder().token(token).base_url(f"{api_url}/bot").concurrent_updates(True)
    if layer == "aiohttp":
        builder = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest(connections=2))
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
