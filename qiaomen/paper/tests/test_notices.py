"""Written notices: what they say, that they say it again, and that both forms hold the same."""

import io
from datetime import datetime
from uuid import UUID

import pytest
from docx import Document

from qiaomen.access.models import Audit
from qiaomen.base.problems import Problem
from qiaomen.duty.actions import give_duty
from qiaomen.duty.models import DutyRole
from qiaomen.monitoring.notices import Notice, measure_notice, release_notice
from qiaomen.monitoring.tests.watch import Watch, make_watch
from qiaomen.paper import notices, typesetting
from qiaomen.testing.desk import at
from qiaomen.testing.world import HERE, World

END = datetime(2020, 4, 5, tzinfo=HERE)


@pytest.fixture
def watch(world: World, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Somebody at home for 14 days, ordered by the street, with a cadre and a grid worker to call."""
    made = make_watch(world, monkeypatch)
    made.under("解军", "home", at(21, 10), at(21, 8), 14)
    made.told(
        "measure_order", "解军", at(21, 11), voluntary=False, body="street", document="东防告〔2020〕7号",
        served_at=at(21, 12), remedy="court",
    )  # fmt: skip
    five = [
        {"role": "cadre", "worker": world.workers["lead"].id},
        {"role": "grid_worker", "name": "周启明", "phone": "12200000001"},
    ]
    made.told("companions", "解军", at(21, 12), people=five)
    return made


def measure(watch: Watch, status: UUID | None = None) -> Notice:
    return measure_notice(watch.person("解军"), reader=watch.world.workers["lead"], now=at(22, 9), status=status)


def said(notice: Notice) -> str:
    """Everything that a notice says in Chinese."""
    texts = [row.value.zh for row in notice.rows] + [one.zh for one in notice.paragraphs]
    people = [f"{one.name}  {one.phone}" for one in notice.contacts]
    return "\n".join([notice.title.zh, notice.number, notice.to, *texts, *people])


def test_it_names_person_measure_dates_ground_rule_remedy_and_whom_to_call(watch: Watch) -> None:
    text = said(measure(watch))
    for part in (
        "解军", "翠湖小区1栋1单元 1-1-302", "居家隔离", "2020年3月21日10:00", "2020年4月4日", "密切接触者", "试行方案",
        "contact", "东防告〔2020〕7号", "2020年3月22日", "何秀英", "周启明  12200000001",
    ):  # fmt: skip
        assert part in text


def test_the_phone_of_a_companion_who_is_a_worker_is_read_and_logged(watch: Watch) -> None:
    cadre = measure(watch).contacts[0]
    assert cadre.phone.startswith("122")
    assert Audit.objects.filter(action="identity.seen", details__where="monitoring.notice").count() == 1


def test_printed_again_later_it_says_the_same(watch: Watch) -> None:
    before = said(measure(watch))
    status = watch.episode("解军").id
    watch.under("解军", "central", at(26, 15), at(21, 8), 14, rule="central")
    watch.told("companions", "解军", at(26, 16), people=[{"role": "cadre", "name": "别人", "phone": "12200000009"}])
    assert said(measure(watch, status=status)) == before


def test_without_a_measure_there_is_nothing_to_give_notice_of(watch: Watch) -> None:
    with pytest.raises(Problem, match=r"notice\.no_measure"):
        measure_notice(watch.person("韩德福"), reader=watch.world.workers["lead"], now=at(22, 9))


@pytest.mark.parametrize(("worker", "code"), [("outsider", "access.not_found"), ("inspector", "access.forbidden")])
def test_only_who_may_see_identity_there_prints_it(watch: Watch, worker: str, code: str) -> None:
    with pytest.raises(Problem, match=code):
        measure_notice(watch.person("解军"), reader=watch.world.workers[worker], now=at(22, 9))


def test_without_companions_it_names_who_answered_for_the_home(watch: Watch) -> None:
    world = watch.world
    watch.under("汪佳怡", "home", at(21, 10), at(21, 8), 14)
    give_duty(
        worker=world.workers["field"], place=world.places["building 1"], role=DutyRole.GRID_WORKER, by=None,
        since=at(20, 21),
    )  # fmt: skip
    notice = measure_notice(watch.person("汪佳怡"), reader=world.workers["lead"], now=at(22, 9))
    assert [one.name for one in notice.contacts] == ["周启明"]


def test_the_release_says_from_when_and_why(watch: Watch) -> None:
    with pytest.raises(Problem, match=r"release\.too_early"):
        release_notice(watch.episode("解军").id, reader=watch.world.workers["lead"])
    watch.status("解军", "", END)
    watch.told("release", "解军", datetime(2020, 4, 5, 9, tzinfo=HERE), step="notice", document="东解〔2020〕3号")
    notice = release_notice(watch.episode("解军").id, reader=watch.world.workers["lead"])
    assert notice.number == "东解〔2020〕3号"
    assert "2020年4月5日00:00" in said(notice)


def test_both_forms_hold_the_same_and_word_knows_its_chinese_font(watch: Watch) -> None:
    notice = measure(watch)
    assert notices.pdf(notice).startswith(b"%PDF")
    document = Document(io.BytesIO(notices.word(notice)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])
    assert all(part in text for part in said(notice).splitlines())
    assert 'w:eastAsia="SimSun"' in document.element.xml


def test_it_fits_on_one_page(watch: Watch) -> None:
    assert len(typesetting.pages("notice", notices.data(measure(watch)))) == 1


def test_that_it_was_printed_is_written_down_without_a_name(watch: Watch) -> None:
    notices.printed(measure(watch), by=watch.world.workers["lead"], person=watch.person("解军"), form="docx")
    line = Audit.objects.get(action="export")
    assert (line.details["list"], line.details["form"], line.subject) == ("notice", "docx", watch.person("解军"))
