"""The program's numbers for Prometheus."""

from collections.abc import Awaitable, Callable, Iterator, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

Numbers = Mapping[str, float]
Boxes = Mapping[tuple[str, str], int]


class Metrics:
    """Read where they are counted, when they are asked for."""

    media_type = CONTENT_TYPE_LATEST

    def __init__(self, numbers: Callable[[], Numbers], boxes: Callable[[], Awaitable[Boxes]]) -> None:
        """`numbers` are this process's counters by name; `boxes` what waits in the database, by box and state."""
        self._numbers = numbers
        self._boxes = boxes

    async def text(self) -> bytes:
        """In Prometheus's text format."""
        registry = CollectorRegistry()
        registry.register(_Snapshot(self._numbers(), await self._boxes()))
        return generate_latest(registry)


class _Snapshot(Collector):
    def __init__(self, numbers: Numbers, boxes: Boxes) -> None:
        self._numbers = numbers
        self._boxes = boxes

    def collect(self) -> Iterator[Metric]:
        events = CounterMetricFamily("phasewalk_events", "Events of this process", labels=["what"])
        messages = CounterMetricFamily("phasewalk_messages", "Calls of this process by outcome", labels=["outcome"])
        for name, value in self._numbers.items():
            family, _, label = name.partition(":")
            (events if family == "events" else messages).add_metric([label], value)
        waiting = GaugeMetricFamily("phasewalk_box", "What is in the inbox and the outbox", labels=["box", "state"])
        for (box, state), count in self._boxes.items():
            waiting.add_metric([box, state], count)
        yield from (events, messages, waiting)
