"""An area of exact figures on the demo's stage: its sweep asks where people came from; a list names whom to watch."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from qiaomen.access import logins
from qiaomen.access.models import Worker
from qiaomen.campaigns.questionnaires import Choice, Question
from qiaomen.cli import stage
from qiaomen.drill.areas import CAME_FROM, PROVINCE, Area
from qiaomen.drill.county import County
from qiaomen.drill.returnees import RETURNEES, write_known
from qiaomen.exchange.outside_load import described, import_outside
from qiaomen.exchange.tables import read_table
from qiaomen.lists.models import List
from qiaomen.places.models import Place

REGIONS = [
    Choice("11", "北京市", "Beijing"),
    Choice("31", "上海市", "Shanghai"),
    Choice("42", "湖北省", "Hubei"),
    Choice("44", "广东省", "Guangdong"),
    Choice(f"{PROVINCE}02", "本省临州市", "another city of this province"),
]


def sweep(area: Area) -> stage.Sweep:
    """The area's sweep, long enough ago to be over by now; the district gets the code that regions are held against."""
    root = logins.district()
    Place.objects.filter(pk=root.pk).update(code=f"{PROVINCE}0000")
    asked = Question(
        name=CAME_FROM, of="person", type="one", zh="从哪里回来", en="Came back from", choices=REGIONS,
        relevant=["=", ["answer", "returned"], True], fact="stay",
    )  # fmt: skip
    lasts = timedelta(days=area.days)
    return stage.Sweep(stage.opening(timezone.now() - lasts), lasts, area.team_size, [asked])


def bring_watched(area: Area, county: Callable[[], County], folder: Path) -> None:
    """The list of those to be followed closely, once."""
    if not area.watched or List.objects.exists():
        return
    path, today = folder / RETURNEES, timezone.localdate()
    write_known(county().registers, path, dated=today, number=area.watched)
    about = described(title="重点跟踪人员（演练）", source="health", category="returnee", dated=today)
    headquarters = Worker.objects.get(username="headquarters")
    import_outside(read_table(path.read_bytes(), path.name), worker=headquarters.id, about=about)
