"""Who is to knock: organisations with their zone, their workers, and which compounds make which zone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random
from typing import Final

from . import names
from .identity import WORKER_PREFIX, Phones
from .layout import Community, Compound
from .scale import Scale, share_out_at_least_one
from .sheets import new_workbook

_OFFICES: Final = (
    "县委办",
    "县政府办",
    "县人大办",
    "县政协办",
    "县纪委",
    "县委组织部",
    "县委宣传部",
    "县委统战部",
    "县委政法委",
    "县委编办",
    "县信访局",
    "县档案馆",
    "县发改局",
    "县教育局",
    "县科工局",
    "县民政局",
    "县司法局",
    "县财政局",
    "县人社局",
    "县自然资源局",
    "县住建局",
    "县交通局",
    "县水利局",
    "县农业农村局",
    "县商务局",
    "县文旅局",
    "县卫健局",
    "县退役军人局",
    "县应急局",
    "县审计局",
    "县市监局",
    "县统计局",
    "县医保局",
    "县林业局",
    "县城管局",
    "县税务局",
    "县气象局",
    "县总工会",
    "团县委",
    "县妇联",
    "县科协",
    "县残联",
    "县红十字会",
    "县供销社",
    "县融媒体中心",
    "县公路局",
    "县烟草局",
    "县邮政公司",
    "县供电公司",
    "县自来水公司",
    "县燃气公司",
    "县人民医院",
    "县中医院",
    "县疾控中心",
    "县妇幼保健院",
    "县图书馆",
    "县文化馆",
    "县体育中心",
)
_BANKS: Final = (
    "工行支行",
    "农行支行",
    "建行支行",
    "邮储支行",
    "农商行",
    "移动公司",
    "联通公司",
    "电信公司",
    "石油公司",
    "粮食公司",
)
_SCHOOLS: Final = (
    "小学",
    "中学",
    "幼儿园",
    "卫生院",
    "派出所",
    "供水站",
    "农机站",
    "林管站",
    "财政所",
    "司法所",
    "文化站",
    "水管站",
)
_POSTS: Final = ("干部", "志愿者", "教师", "医生", "网格员", "民警")
_POST_WEIGHTS: Final = (44, 25, 10, 6, 12, 3)
_LOCAL_SHARE: Final = 0.4
_BORN: Final = (1964, 2001)

ZONE_HEADER: Final = ("责任区", "乡镇", "社区", "小区")
ORGANISATION_HEADER: Final = ("单位", "责任区", "联络人", "联络人电话", "可派人数")
WORKER_HEADER: Final = ("姓名", "单位", "电话", "职务", "备注")
SEX_HEADER: Final = "性别"


@dataclass(frozen=True, slots=True)
class Zone:
    name: str
    compounds: tuple[Compound, ...]

    @property
    def doors(self) -> int:
        return sum(len(compound.addresses) for compound in self.compounds)


@dataclass(frozen=True, slots=True)
class Worker:
    """``local``: lives among the doors, so that a team can have somebody whom people know.

    ``sex`` is what the list says: 男, 女, or nothing where no figure is known.
    """

    name: str
    phone: str
    post: str
    local: bool
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A backing organisation, its zone, and those whom it sends; the first is its contact."""

    name: str
    zone: str
    workers: tuple[Worker, ...]


def zones(communities: Sequence[Community], *, number: int) -> list[Zone]:
    """Compounds in walking order, small neighbours of one town joined until ``number`` zones are left."""
    groups = [[compound] for community in communities for compound in community.compounds]
    while len(groups) > number:
        pairs = [i for i in range(len(groups) - 1) if groups[i][0].town == groups[i + 1][0].town]
        smallest = min(pairs, key=lambda i: sum(len(compound.addresses) for compound in groups[i] + groups[i + 1]))
        groups[smallest : smallest + 2] = [groups[smallest] + groups[smallest + 1]]
    return [Zone(f"第{ordinal}责任区", tuple(group)) for ordinal, group in enumerate(groups, start=1)]


def organisations(made: Sequence[Zone], *, scale: Scale, dice: Random, women: int | None = None) -> list[Organisation]:
    """Organisations and workers by zone in proportion to its doors; both add up to the scale.

    So many of the workers are ``women``, and their list says so; where no figure is known it says nobody's sex.
    """
    phones = Phones(prefix=WORKER_PREFIX)
    titles = _titles()
    result = []
    backing = share_out_at_least_one(scale.organisations, [zone.doors for zone in made])
    weights = [
        (zone, zone.doors / number * dice.uniform(0.8, 1.2))
        for zone, number in zip(made, backing, strict=True)
        for _ in range(number)
    ]
    sent = share_out_at_least_one(scale.workers, [weight for _, weight in weights])
    sexes = iter(_sexes(scale.workers, women, dice))
    for (zone, _), number in zip(weights, sent, strict=True):
        workers = tuple(_worker(next(sexes), contact=not index, phones=phones, dice=dice) for index in range(number))
        result.append(Organisation(next(titles), zone.name, workers))
    return result


def _titles() -> Iterator[str]:
    yield from _OFFICES
    yield from (f"县{bank}" for bank in _BANKS)
    yield from (
        f"{place}{school}" for school, place in product(_SCHOOLS, ("城关", "茶山", "渡口", "东门", "柳岸", "石塘"))
    )
    ordinal = 1
    while True:
        yield f"县第{ordinal}中心企业"
        ordinal += 1


def _sexes(workers: int, women: int | None, dice: Random) -> list[str]:
    """Whom the list calls what: so many women, by the dice; nobody anything where it is not known."""
    if women is None:
        return [""] * workers
    sexes = ["女"] * women + ["男"] * (workers - women)
    dice.shuffle(sexes)
    return sexes


def _worker(stated: str, *, contact: bool, phones: Phones, dice: Random) -> Worker:
    sex, born = stated or dice.choice("男女"), dice.randint(*_BORN)
    post = "联络人" if contact else dice.choices(_POSTS, weights=_POST_WEIGHTS)[0]
    name = names.surname(dice) + names.given_name(dice, sex=sex, birth_year=born)
    return Worker(name, phones.next(), post, post == "网格员" or dice.random() < _LOCAL_SHARE, stated)


def write_zones(made: Sequence[Zone], path: Path) -> None:
    _write_table(
        path,
        ZONE_HEADER,
        [(zone.name, compound.town, compound.community, compound.name) for zone in made for compound in zone.compounds],
    )


def write_organisations(made: Sequence[Organisation], path: Path) -> None:
    rows = [(one.name, one.zone, one.workers[0].name, one.workers[0].phone, float(len(one.workers))) for one in made]
    _write_table(path, ORGANISATION_HEADER, rows, title="后盾单位一览表")


def write_workers(made: Sequence[Organisation], path: Path) -> None:
    rows = [
        (worker.name, one.name, worker.phone, worker.post, "本地" if worker.local else "", worker.sex)
        for one in made
        for worker in one.workers
    ]
    if any(worker.sex for one in made for worker in one.workers):
        _write_table(path, (*WORKER_HEADER, SEX_HEADER), rows)
    else:
        _write_table(path, WORKER_HEADER, [row[:-1] for row in rows])


def _write_table(path: Path, header: Sequence[str], rows: Sequence[Sequence[str | float]], title: str = "") -> None:
    book = new_workbook(path)
    sheet = book.add_worksheet()
    if title:
        sheet.merge_range(0, 0, 0, len(header) - 1, title, book.add_format({"align": "center"}))
    for row, values in enumerate([header, *rows], start=1 if title else 0):
        sheet.write_row(row, 0, values)
    book.close()
