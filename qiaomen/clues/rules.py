"""How an outbreak's clues are handled; what nobody has set is as `models.Rules` has it."""

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.ids import NOBODY
from qiaomen.base.models import Outbreak
from qiaomen.clues.models import Rules


def rules_of(outbreak: Outbreak) -> Rules:
    """The rules of an outbreak."""
    return Rules.objects.filter(outbreak=outbreak).first() or Rules(outbreak=outbreak, change=NOBODY)


def set_rules(
    *, hours: int, step_minutes: int, sends: bool, rewards: bool, reward_what: str, reward_count: int, by: Worker
) -> None:
    """Change the rules of the outbreak under way; what was dispatched or booked before stays as it was."""
    values: dict[str, int | bool | str] = {
        "hours": hours, "step_minutes": step_minutes, "sends": sends, "rewards": rewards,
        "reward_what": reward_what, "reward_count": reward_count,
    }  # fmt: skip
    with changes.change("clue rules", worker=by.id) as change:
        Rules.objects.update_or_create(outbreak=Outbreak.objects.current(), defaults={**values, "change": change.id})
        audit.write(by, "clues.rules", None, **{name: value for name, value in values.items() if name != "reward_what"})
