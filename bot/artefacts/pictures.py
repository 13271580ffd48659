"""Pictures of reports as PNG; what draws them is loaded with the first one, as Pillow takes 30 ms."""

from bot.service.standups.reported import Report
from dialogs.texts import Words


class Painter:
    """Draws reports in the language of its words."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(self, report: Report) -> bytes:
        """Progress by phase and the trend: 1,200 pixels wide and at most as high, on a light card of its own.

        The same report gives the same bytes on one machine; another may have other fonts for names that are not in
        Latin letters.
        """
        from bot.artefacts.charts import Chart  # noqa: PLC0415

        return Chart(self._words).draw(report)
