"""Invented names: surnames and given names drawn from our own lists, fitting sex and year of birth."""

from collections.abc import Iterator
from random import Random
from typing import Final

_COMMON: Final = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_USUAL: Final = (
    "郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦"
    "付方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵"
)
COMPOUND_SURNAMES: Final = ("欧阳", "司马", "诸葛", "上官")
_RARE: Final = (*COMPOUND_SURNAMES, "仇", "查", "解", "朴", "覃", "卜", "麦", "冼", "区", "乐", "单", "盘")
_RARE_SHARE: Final = 0.012
_COMMON_SHARE: Final = 0.55

# Given names go by generation: grandparents were named for the nation, their grandchildren after poems.
_OLD_MEN: Final = "国建华明德福贵林根生长兴志平海永水祥松柏才金保清义忠祖庆"
_OLD_WOMEN: Final = "秀英桂兰芳玉珍凤翠莲菊梅香娥淑琴红云霞爱素满群"
_NEW_MEN: Final = "伟强磊军勇杰涛超鹏飞斌浩俊宇博毅凯峰辉亮宁旭晨阳"
_NEW_WOMEN: Final = "丽敏静艳娟燕婷娜雪倩慧洁颖萍琳欣怡佳玲莉薇蓉晶"
_YOUNG_MEN: Final = "梓轩浩宇子墨奕辰铭泽沐睿承熙文嘉乐景行安"
_YOUNG_WOMEN: Final = "梓涵诗若雨萱语桐思妍可欣芷晴一诺沐溪予安瑶"
_GENERATIONS: Final = (
    (1965, {"男": _OLD_MEN, "女": _OLD_WOMEN}),
    (1998, {"男": _NEW_MEN, "女": _NEW_WOMEN}),
    (9999, {"男": _YOUNG_MEN, "女": _YOUNG_WOMEN}),
)

_TRADITIONAL: Final = str.maketrans(
    "张刘陈杨黄赵吴孙马罗郑谢许韩冯邓萧蒋叶苏吕卢钟谭陆贾韦邹邱阎龙贺顾龚国华贵兴义兰凤云爱丽艳娟燕洁颖萍莉伟强军杰涛飞凯辉宁轩诗语",
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭蔣葉蘇呂盧鍾譚陸賈韋鄒邱閻龍賀顧龔國華貴興義蘭鳳雲愛麗艷娟燕潔穎萍莉偉強軍傑濤飛凱輝寧軒詩語",
)


def surname(dice: Random) -> str:
    draw = dice.random()
    if draw < _RARE_SHARE:
        return dice.choice(_RARE)
    return dice.choice(_COMMON if draw < _RARE_SHARE + _COMMON_SHARE else _USUAL)


def given_name(dice: Random, *, sex: str, birth_year: int) -> str:
    """One or two characters; ``sex`` is 男 or 女."""
    letters = next(by_sex[sex] for last, by_sex in _GENERATIONS if birth_year <= last)
    first = dice.choice(letters)
    if dice.random() < 0.3:
        return first
    return first + dice.choice(letters)


def in_traditional_script(name: str) -> str:
    """The same name as a list from outside the mainland writes it; unchanged where both scripts agree."""
    return name.translate(_TRADITIONAL)


def grown_ups(*, seed: str) -> Iterator[str]:
    """Endless names of people of working age."""
    dice = Random(seed)
    while True:
        yield surname(dice) + given_name(dice, sex=dice.choice("男女"), birth_year=dice.randint(1966, 1988))
