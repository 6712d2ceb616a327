"""Invented figures for the style guide: 青石县, 22 March, 18:40. Nobody in it exists."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.console import charts, doors
from qiaomen.console.parts import Crumb, Fact, Flag, Gap, Group, Happening, Link, Rail, Room, Segment, Step

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2021, 3, 22, 18, 40, tzinfo=SHANGHAI)
OPENING = datetime(2021, 3, 20, 20, 0, tzinfo=SHANGHAI)
DEADLINE = datetime(2021, 3, 23, 20, 0, tzinfo=SHANGHAI)
TOTAL, DONE, PLANNED = 15_089, 8_946, 9_306

RAIL = Rail([
    Group("", "", [Room("#overview", "home", _("Overview")), Room("#map", "map", _("Map"))]),
    Group(pgettext_lazy("rooms", "Sweep"), "knock", [
        Room("#places", "place", _("Places")),
        Room("#gaps", "gap", _("Gaps"), is_current=True),
        Room("#sweeps", "knock", _("Sweeps")),
        Room("#refused", "refused", pgettext_lazy("records", "Refused")),
    ]),
    Group(pgettext_lazy("rooms", "District"), "settings", [
        Room("#duty", "duty", _("Duty")),
        Room("#import", "import", _("Import")),
    ]),
])  # fmt: skip
CRUMBS = [Crumb("青石县", "#"), Crumb(_("Sweeps"), "#"), Crumb("城区第一轮")]
SEGMENTS = [
    Segment(_("Overview"), "#", is_current=True),
    Segment(_("Communities"), "#"),
    Segment(_("Gaps"), "#", count=TOTAL - DONE),
]
STEPS = [
    Step(_("Choose files"), "#"),
    Step(_("Check columns"), "#"),
    Step(_("Dry run")),
    Step(_("Import")),
]
GAPS = [
    Gap(_("not knocked yet"), 4731, "todo", "#", "今晚排到 1,193 户，其余明天"),
    Gap(_("nobody home"), 1192, "absent", "#", "今晚回访 874 户，满三次转电话 318 户"),
    Gap(_("does not exist"), 88, "wrong", "#", "待社区改门牌"),
    Gap(_("members missing"), 86, "part", "#", "上门 31 户，电话 55 户"),
    Gap(_("refused"), 46, "refused", "#", "片警与社区同去，已约 29 户"),
]
FLAGS = [
    Flag(_("fever"), 7, "fever", "#", "2 人没人接手", "最久 35 分", tone="red"),
    Flag(_("came back from elsewhere"), 63, "travel", "#", "9 人没核实", "最久 3 小时", tone="violet"),
    Flag(_("asks for help"), 41, "help", "#", "6 件超时", "最久 5 小时", tone="brand"),
    Flag(_("two accounts differ"), 12, "conflict", "#", "12 户两种说法", "最久 1 天"),
]
FEED = [
    Happening(NOW, "3 人正常", "白玉成　锦溪苑 3 号楼 1 单元 1104", "done", "brand", "#"),
    Happening(NOW - timedelta(minutes=1), "没人，第 2 次", "唐立冬　柳岸里 3 巷 12 号", "absent"),
    Happening(NOW - timedelta(minutes=2), "发热 37.8 ℃，已报包保干部", "姚静　北苑新村 7 号楼 302", "fever", "red"),
    Happening(NOW - timedelta(minutes=4), "空置 2 户", "罗建军　新城花园 11 号楼", "vacant"),
]
FACTS = [
    Fact(_("Id number"), "9931**********0418"),
    Fact(_("Phone"), "120 **** 3376"),
    Fact(_("Who follows up"), "许曼青"),
    Fact(_("By which rule"), "第 6 版第 4 条", "#"),
]
CHAIN = [
    Link("包社区", "林立新", "区县领导 · 东门社区", "120 0117 2035", "12001172035"),
    Link("包小区", "许曼青", "县文旅局 · 科长", "120 0142 6618", "12001426618"),
    Link("包楼栋", "姜一帆", "县文旅局 · 5 号楼", "120 0190 3357", "12001903357"),
    Link("网格员", "何秀兰", "东门 2 网格", "120 0163 8841", "12001638841"),
]
# Community, doors done, doors there, doors an hour, hours late (below zero: early).
COMMUNITIES = [
    ("茶山社区", 180, 682, 9, 70),
    ("石塘社区", 331, 842, 15, 38),
    ("柳岸社区", 654, 1275, 31, 14),
    ("南街社区", 1003, 1655, 44, -1),
    ("城关社区", 1530, 2102, 44, -2),
]


class SampleForm(forms.Form):
    """Every sort of field, one of them wrong."""

    number = forms.CharField(label=_("Id number"), help_text=_("18 characters, the last may be an X"))
    phone = forms.CharField(label=_("Phone"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("dwelling", "住户"), ("shop", "商铺")])
    encoding = forms.ChoiceField(
        label=_("Encoding"), choices=[("utf-8", "UTF-8"), ("gb18030", "GB18030")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label=_("I have looked at the refused rows"))
    file = forms.FileField(label=_("Files"))


def form() -> SampleForm:
    """The form as it comes back when a digit is missing."""
    sent = SampleForm(data={"number": "99310119850312041", "kind": "shop", "encoding": "utf-8"}, auto_id="id_%s")
    sent.fields["file"].required = sent.fields["agree"].required = False
    sent.add_error("number", _("Only 17 characters: one is missing."))
    return sent


def pace() -> charts.Pace:
    """Two nights behind, one to come, and 360 doors late."""
    at = [OPENING + timedelta(hours=hours) for hours in (0, 12, 15, 18, 21, 24, 26, 36, 39, 42, 44.5, 46 + 2 / 3)]
    done = [0, 0, 870, 1900, 3000, 4300, 4990, 4990, 6100, 7250, 7850, DONE]
    hours = (12, 26, 36, 50, 60, 72)
    plan = (0, 5_290, 5_290, 10_560, 10_560, TOTAL)
    ahead = [NOW + timedelta(hours=hours) for hours in (0, 3.33, 13.33, 27.17)]
    return charts.Pace(
        total=TOTAL,
        opening=OPENING,
        deadline=DEADLINE,
        now=NOW,
        actual=list(zip(at, done, strict=True)),
        plan=[(OPENING + timedelta(hours=h), value) for h, value in zip(hours, plan, strict=True)],
        forecast=list(zip(ahead, (DONE, 10_140, 10_140, TOTAL), strict=True)),
        low=list(zip([*ahead[:3], ahead[3] + timedelta(hours=4)], (DONE, 9_900, 9_900, TOTAL), strict=True)),
        high=list(zip([*ahead[:3], ahead[3] - timedelta(hours=2)], (DONE, 10_350, 10_350, TOTAL), strict=True)),
        nights=[(OPENING + timedelta(hours=h), OPENING + timedelta(hours=h + 10)) for h in (2, 26, 50)],
    )


def building() -> doors.Building:
    """Six floors, three stairwells, every state."""
    unusual = {
        ("1单元", 601): doors.Door("601", "isolated", "#", count=1, flags=["travel"], stairwell="1单元", floor=6),
        ("1单元", 502): doors.Door("502", "vacant", "#", stairwell="1单元", floor=5),
        ("2单元", 502): doors.Door("502", "absent", "#", count=2, stairwell="2单元", floor=5),
        ("2单元", 402): doors.Door("402", "absent", "#", count=3, stairwell="2单元", floor=4, is_current=True),
        ("2单元", 201): doors.Door("201", "part", "#", count=2, of=3, stairwell="2单元", floor=2),
        ("3单元", 602): doors.Door("602", "refused", "#", stairwell="3单元", floor=6),
        ("3单元", 401): doors.Door("401", "locked", "#", stairwell="3单元", floor=4),
        ("3单元", 301): doors.Door("301", "conflict", "#", flags=["help"], stairwell="3单元", floor=3),
        ("3单元", 102): doors.Door("102", "screened", "#", stairwell="3单元", floor=1),
    }
    every = []
    for stairwell in ("1单元", "2单元", "3单元"):
        for floor in range(6, 0, -1):
            for room in (floor * 100 + 1, floor * 100 + 2):
                state = "todo" if stairwell == "2单元" and floor < 4 else "done"
                plain = doors.Door(str(room), state, "#", count=3, stairwell=stairwell, floor=floor)
                every.append(unusual.get((stairwell, room), plain))
    return doors.build(every)


def alley() -> doors.Building:
    """Doors without floors."""
    states = ["done", "done", "todo", "absent", "vacant", "unknown", "wrong", "done"]
    return doors.build([doors.Door(f"{n}号", state, "#", count=2) for n, state in enumerate(states, 1)])


def page() -> Page[int]:
    """The seventh page of a list of gaps."""
    return Paginator(range(TOTAL - DONE), 50).page(7)
