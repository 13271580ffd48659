"""The parts of the fake Slack: what is kept, what is refused, what is delivered, what goes wrong."""
