"""A person's name as a pass shows it: the surname, and a star for each further character."""

import re
from typing import Final

from qiaomen.people.names import SURNAMES

# Compound surnames of 《百家姓》, and some more in use; those with a reading of their own are in SURNAMES.
_COMPOUND = (
    "欧阳太史端木上官司马东方独孤南宫夏侯诸葛闻人公羊赫连公冶宗政濮阳淳于单于太叔申屠公孙仲孙轩辕钟离宇文慕容"
    "司徒司空司寇西门呼延完颜拓跋左丘百里东郭南门羊舌微生梁丘第五谷梁漆雕乐正巫马公西"
)
COMPOUND: Final = frozenset(_COMPOUND[at : at + 2] for at in range(0, len(_COMPOUND), 2)) | {
    name for name in SURNAMES if len(name) == 2
}
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
MOST = 3  # stars: how long a name is tells little, but not nothing


def masked(name: str) -> str:
    """李明 is 李*, 欧阳小明 is 欧阳**, Li Ming is L***; a name that is not known is a star."""
    plain = name.strip()
    if not plain:
        return "*"
    if not _HAN.match(plain):
        return plain[0] + "*" * MOST
    shown = plain[:2] if len(plain) > 2 and plain[:2] in COMPOUND else plain[:1]
    return shown + "*" * min(max(len(plain) - len(shown), 1), MOST)
