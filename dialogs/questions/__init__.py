"""Question types: one class each, named here and nowhere else."""

from dialogs.questions.address import EmailQuestion, UrlQuestion
from dialogs.questions.base import Question
from dialogs.questions.choice import ChoiceQuestion, MultiChoiceQuestion
from dialogs.questions.dates import DateQuestion, TimeQuestion
from dialogs.questions.lists import ListQuestion
from dialogs.questions.number import NumberQuestion, RatingQuestion
from dialogs.questions.people import PersonQuestion
from dialogs.questions.picks import MultiPickQuestion, PickQuestion
from dialogs.questions.text import LongTextQuestion, TextQuestion
from dialogs.questions.yes_no import YesNoQuestion
from dialogs.questions.zone import ZoneQuestion

QUESTION_TYPES: dict[str, type[Question]] = {
    "text": TextQuestion,
    "long_text": LongTextQuestion,
    "number": NumberQuestion,
    "date": DateQuestion,
    "time": TimeQuestion,
    "yes_no": YesNoQuestion,
    "choice": ChoiceQuestion,
    "multi_choice": MultiChoiceQuestion,
    "list": ListQuestion,
    "url": UrlQuestion,
    "email": EmailQuestion,
    "person": PersonQuestion,
    "pick": PickQuestion,
    "multi_pick": MultiPickQuestion,
    "rating": RatingQuestion,
    "zone": ZoneQuestion,
}
