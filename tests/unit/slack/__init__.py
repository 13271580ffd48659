"""The Slack adapter's pure parts: what is composed fits Slack's limits, and what comes in is read whatever it is."""
