"""Who and what there is in the small world: 青石县, invented from the first to the last.

Id numbers begin with 990000 and phones with 120 or 122, which nobody has.
"""

from typing import NamedTuple

from qiaomen.access.roles import Role


class PlaceLine(NamedTuple):
    """A place by its short name, below another one."""

    key: str
    parent: str
    kind: str
    name: str
    code: str = ""


class Part(NamedTuple):
    """A worker: the key by which tests ask for them, their role and where it holds."""

    key: str
    name: str
    role: Role
    place: str
    organisation: str = ""
    title: str = ""
    signs_in: bool = False
    is_police: bool = False


class DoorLine(NamedTuple):
    """A door, what is behind it, and who: name, sex, year of birth, relation to the head."""

    place: str
    label: str
    people: str = ""
    kind: str = "dwelling"


PLACES = [
    PlaceLine("district", "", "district", "青石县", "990000"),
    PlaceLine("east street", "district", "street", "城关街道", "990000001"),
    PlaceLine("north street", "district", "street", "北关街道", "990000002"),
    PlaceLine("community", "east street", "community", "东门社区", "990000001001"),
    PlaceLine("west community", "east street", "community", "西门社区", "990000001002"),
    PlaceLine("river community", "north street", "community", "河湾社区", "990000002001"),
    PlaceLine("compound", "community", "compound", "翠湖小区"),
    PlaceLine("building 1", "compound", "building", "1栋"),
    PlaceLine("stairwell 1-1", "building 1", "stairwell", "1单元"),
    PlaceLine("stairwell 1-2", "building 1", "stairwell", "2单元"),
    PlaceLine("building 2", "compound", "building", "2栋"),
    PlaceLine("stairwell 2-1", "building 2", "stairwell", "1单元"),
    PlaceLine("stairwell 2-2", "building 2", "stairwell", "2单元"),
    PlaceLine("gate", "compound", "gate", "北门"),
    PlaceLine("alley", "west community", "alley", "豆腐巷"),
    PlaceLine("village group", "river community", "resident_group", "五组"),
]

ORGANISATIONS = {"education": "县教育局", "taxes": "县税务局", "school": "青石一中"}
ZONES = {"first": ["compound", "alley"], "second": ["village group"]}
BACKED_BY = {"first": ["education", "taxes"], "second": ["school"]}

WORKERS = [
    Part("headquarters", "陆文澜", Role.HEADQUARTERS, "district", title="指挥部值班主任", signs_in=True),
    Part("lead", "何秀英", Role.LEAD, "community", title="社区书记", signs_in=True),
    Part("health", "沈知夏", Role.HEALTH, "district", title="疾控中心医师", signs_in=True),
    Part("inspector", "顾行远", Role.INSPECTOR, "district", title="督查组", signs_in=True),
    Part("data officer", "袁清和", Role.DATA_OFFICER, "district", title="数据专员", signs_in=True),
    Part("gate", "邓大勇", Role.GATE, "gate", title="值守"),
    Part("field", "周启明", Role.FIELD, "", "education", "网格员"),
    Part("field 2", "孟小雨", Role.FIELD, "", "education", "志愿者"),
    Part("field 3", "罗建军", Role.FIELD, "", "education", "楼长"),
    Part("taxes 1", "潘素云", Role.FIELD, "", "taxes", "科员"),
    Part("police", "雷铁山", Role.FIELD, "", "taxes", "民警", is_police=True),
    Part("outsider", "金海波", Role.FIELD, "", "school", "教师"),
    Part("outsider 2", "白露生", Role.FIELD, "", "school", "教师"),
]
# Team: its zone, number, and members; the first member is the local one.
TEAMS = {
    "team 1": ("first", 1, ["field 3", "field", "field 2"]),
    "team 2": ("first", 2, ["taxes 1", "police"]),
    "other team": ("second", 1, ["outsider", "outsider 2"]),
}

DOORS = [
    DoorLine("stairwell 1-1", "1-1-101", "韩德福 男 1949 户主, 苏桂兰 女 1951 配偶"),
    DoorLine("stairwell 1-1", "1-1-102", "周国庆 男 1971 户主, 谢丽敏 女 1973 配偶, 周一诺 女 2004 女"),
    DoorLine("stairwell 1-1", "1-1-201", "田志平 男 1980 户主, 余静娟 女 1982 配偶, 田语桐 女 2016 女"),
    DoorLine("stairwell 1-1", "1-1-202", "仇素娥 女 1938 户主"),
    DoorLine(
        "stairwell 1-1",
        "1-1-301",
        "彭兴华 男 1956 户主, 曹玉珍 女 1958 配偶, 彭宇 男 1984 子, 陶倩 女 1986 儿媳, 彭沐辰 男 2014 孙",
    ),
    DoorLine("stairwell 1-1", "1-1-302", "解军 男 1990 户主, 汪佳怡 女 1992 配偶"),
    DoorLine("stairwell 1-2", "1-2-101", "丁长林 男 1961 户主, 姚菊芳 女 1963 配偶"),
    DoorLine("stairwell 1-2", "1-2-102", "方浩 男 1987 户主, 石欣 女 1988 配偶, 方若涵 女 2018 女"),
    DoorLine("stairwell 1-2", "1-2-201", "廖明祥 男 1965 户主, 夏秀云 女 1967 配偶, 廖凯 男 1993 子"),
    DoorLine("stairwell 1-2", "1-2-202"),
    DoorLine("stairwell 1-2", "1-2-301", "贾永根 男 1944 户主, 邱翠香 女 1947 配偶"),
    DoorLine("stairwell 1-2", "1-2-302", "司马博 男 1985 户主, 江雪 女 1986 配偶, 司马景行 男 2013 子"),
    DoorLine("stairwell 2-1", "2-1-101", "尹福生 男 1952 户主, 史凤英 女 1954 配偶, 尹杰 男 1979 子"),
    DoorLine("stairwell 2-1", "2-1-102", "薛涛 男 1976 户主, 郝燕 女 1978 配偶, 薛诗妍 女 2007 女"),
    DoorLine("stairwell 2-1", "2-1-201", "秦超 男 1994 户主"),
    DoorLine("stairwell 2-1", "2-1-202", "龚建清 男 1959 户主, 万素琴 女 1960 配偶"),
    DoorLine("stairwell 2-1", "2-1-301", "侯忠义 男 1947 户主, 邹满香 女 1950 配偶, 侯磊 男 1975 子"),
    DoorLine("stairwell 2-1", "2-1-302"),
    DoorLine("stairwell 2-2", "2-2-101", "黎海 男 1968 户主, 武霞 女 1970 配偶"),
    DoorLine("stairwell 2-2", "2-2-102", "钱俊 男 1991 户主, 严颖 女 1993 配偶, 钱芷晴 女 2019 女"),
    DoorLine("stairwell 2-2", "2-2-201", "常保才 男 1955 户主, 毛淑兰 女 1957 配偶"),
    DoorLine("stairwell 2-2", "2-2-202", "赖斌 男 1983 户主, 樊薇 女 1985 配偶, 赖承熙 男 2012 子"),
    DoorLine("stairwell 2-2", "2-2-301", "施根水 男 1941 户主"),
    DoorLine("stairwell 2-2", "2-2-302", "洪毅 男 1988 户主, 温琳 女 1989 配偶"),
    DoorLine("alley", "1号", "柳长青 男 1953 户主, 覃秋菊 女 1955 配偶"),
    DoorLine("alley", "3号", "葛伟 男 1974 户主, 童艳 女 1976 配偶, 葛思可 女 2003 女"),
    DoorLine("alley", "5号", "阮鹏飞 男 1989 户主, 倪婷 女 1991 配偶"),
    DoorLine("alley", "7号", "殷祖德 男 1936 户主"),
    DoorLine("alley", "9号", "纪宁 男 1995 租户, 单旭 男 1996 租户"),
    DoorLine("alley", "2号", kind="shop"),
    DoorLine("alley", "4号", kind="shop"),
    DoorLine("alley", "6号", kind="restaurant"),
    DoorLine("village group", "1号", "麦松柏 男 1950 户主, 冼红梅 女 1952 配偶"),
    DoorLine("village group", "2号", "盘庆 男 1972 户主, 牛玉群 女 1974 配偶, 盘辉 男 1998 子"),
    DoorLine("village group", "3号", "包勇 男 1978 户主, 祁萍 女 1980 配偶"),
    DoorLine("village group", "4号", "左平安 男 1946 户主, 尤爱香 女 1949 配偶"),
    DoorLine("village group", "5号", "齐阳 男 1986 户主, 安娜 女 1987 配偶, 齐乐 男 2015 子"),
    DoorLine("village group", "6号"),
    DoorLine("village group", "7号", "辛福明 男 1958 户主, 滕桂英 女 1960 配偶"),
    DoorLine("village group", "8号", "卞志强 男 1982 户主, 戚莉 女 1984 配偶, 卞雨桐 女 2010 女"),
]
