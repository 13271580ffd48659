"""What the fake Slack tells an app over HTTP: signed, again when it was not taken, in time or not at all."""

from slack_sdk.signature import SignatureVerifier

from tests.integration.fakes.club import Club, Listener, quiet


async def test_an_event_is_signed_and_addressed(club: Club, listener: Listener) -> None:
    club.ana.says("hi", club.coffee)
    await quiet(club)

    (heard,) = listener.heard
    verifier = SignatureVerifier(club.app.signing_secret)
    verifier.clock.now = club.clock  # type: ignore[method-assign]
    assert verifier.is_valid_request(heard.body, dict(heard.headers))
    payload = heard.payload
    assert (payload["team_id"], payload["api_app_id"], payload["is_ext_shared_channel"]) == ("T1", "A1", False)
    assert payload["authorizations"] == [
        {
            "enterprise_id": None,
            "team_id": "T1",
            "user_id": club.install.bot.id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]
    assert payload["event_id"].startswith("Ev")
    assert payload["event"]["ts"] == club.coffee.last.ts


async def test_an_event_comes_again_until_it_is_taken(club: Club, listener: Listener) -> None:
    answers = iter([(500, None), (503, None), (200, None)])
    listener.answer = lambda payload: next(answers)
    club.ana.says("hi", club.coffee)
    await quiet(club)

    retries = [
        (one.headers.get("X-Slack-Retry-Num"), one.headers.get("X-Slack-Retry-Reason")) for one in listener.heard
    ]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len({one.payload["event_id"] for one in listener.heard}) == 1


async def test_slack_gives_up_after_three_more_attempts(club: Club, listener: Listener) -> None:
    listener.answer = lambda payload: (500, None)
    club.ana.says("hi", club.coffee)
    await quiet(club)

    assert len(listener.heard) == 4
    assert [one.reason for one in club.app.deliveries.failed] == ["http_error"]


async def test_an_app_may_ask_not_to_be_told_again(club: Club, listener: Listener) -> None:
    listener.answer = lambda payload: (500, "no")
    listener.headers = {"X-Slack-No-Retry": "1"}
    club.ana.says("hi", club.coffee)
    await quiet(club)

    assert listener.texts == ["hi"]


async def test_a_grid_is_named(club: Club, listener: Listener) -> None:
    grid = club.slack.team("T9", "Big", enterprise="E1")
    grid.install(club.app, bot_token="xoxb-9")
    emma = grid.person("Emma")
    emma.says("hi", emma.dm(club.app))
    await quiet(club)
    command = await emma.commands("/phasewalk", "", emma.dm(club.app)).over()
    shortcut = await emma.shortcut("new").over()

    assert listener.heard[0].payload["authorizations"][0]["enterprise_id"] == "E1"
    assert command.payload["enterprise_id"] == shortcut.payload["enterprise"]["id"] == "E1"


async def test_an_app_that_is_not_there(club: Club) -> None:
    club.app.events_url = "http://127.0.0.1:9/slack"
    club.ana.says("hi", club.coffee)
    await quiet(club)

    assert [one.reason for one in club.app.deliveries.failed] == ["connection_failed"]


async def test_what_goes_wrong_on_the_way(club: Club, listener: Listener) -> None:
    club.slack.faults.duplicates_events()
    club.ana.says("twice", club.coffee)
    await quiet(club)
    club.slack.faults.loses_acknowledgements()
    club.ana.says("lost", club.coffee)
    await quiet(club)

    assert listener.texts == ["twice", "twice", "lost", "lost"]
    assert listener.heard[-1].headers["X-Slack-Retry-Reason"] == "http_timeout"


async def test_events_overtake_each_other(club: Club, listener: Listener) -> None:
    texts = [str(number) for number in range(10)]
    for text in texts:
        club.ana.says(text, club.coffee)
    await quiet(club)
    assert listener.texts == texts
    listener.heard.clear()
    club.slack.faults.reorders_events(seed=1)
    for text in texts:
        club.ana.says(text, club.coffee)
    await quiet(club)

    assert listener.texts != texts
    assert sorted(listener.texts) == texts


async def test_an_address_is_challenged(club: Club, listener: Listener) -> None:
    listener.answer = lambda payload: (200, payload.get("challenge"))
    await club.app.verifies_url(listener.url).over()
    assert club.app.is_url_verified
    listener.answer = lambda payload: (200, "what?")
    await club.app.verifies_url(listener.url).over()
    assert not club.app.is_url_verified


async def test_only_what_an_app_subscribed_and_may(club: Club, listener: Listener) -> None:
    elsewhere = club.team.channel("elsewhere", club.ana)
    club.ana.says("not there", elsewhere)
    club.app.subscribes = frozenset({"message.channels", "app_mention"})
    club.ana.says("private", club.ana.dm(club.app))
    club.ana.says("@phasewalk hello", club.coffee)
    club.install.scopes.remove("channels:history")
    club.ana.says("hidden", club.coffee)
    await quiet(club)

    kinds = [event["type"] for event in listener.events]
    assert kinds == ["message", "app_mention"]
    assert listener.events[1]["text"] == f"<@{club.install.bot.id}> hello"


async def test_comings_and_goings(club: Club, listener: Listener) -> None:
    dora = club.team.person("Dora")
    dora.joins(club.coffee)
    dora.leaves(club.coffee)
    club.coffee.archives()
    club.coffee.unarchives()
    club.ana.changes_profile(zone="Asia/Tokyo")
    club.coffee.kicks(club.install.bot)
    await quiet(club)

    told = [
        (event["type"], event["user"]["tz"] if event["type"] == "user_change" else None) for event in listener.events
    ]
    assert sorted(kind for kind, _ in told) == sorted(
        [
            "member_joined_channel",
            "member_left_channel",
            "channel_archive",
            "channel_unarchive",
            "user_change",
            "channel_left",
        ]
    )
    assert ("user_change", "Asia/Tokyo") in told


async def test_a_shared_channel_is_told_once(club: Club, listener: Listener) -> None:
    partners = club.slack.team("T2", "Roasters")
    partners.install(club.app, bot_token="xoxb-2")
    stranger = partners.person("Chen")
    club.coffee.adds(stranger, partners.installed(club.app).bot)
    await quiet(club)
    listener.heard.clear()
    stranger.says("hello", club.coffee)
    await quiet(club)

    (heard,) = listener.heard
    assert (heard.payload["is_ext_shared_channel"], heard.payload["team_id"]) == (True, "T1")
    assert heard.payload["event"]["user_team"] == "T2"
