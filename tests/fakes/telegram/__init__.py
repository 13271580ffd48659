"""The parts of the fake Telegram: what is kept, what is refused, what goes wrong."""
