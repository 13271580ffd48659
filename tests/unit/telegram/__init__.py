"""The Telegram adapter's pure parts, and its sender against a small server."""
