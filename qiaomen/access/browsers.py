"""What a browser says of itself, in two words: enough to know one's own again, and no more is kept."""

from typing import Final

# The first that is named counts: most of them call themselves by the later ones' names, too.
_BROWSERS: Final = (
    ("MicroMessenger", "WeChat"), ("QQBrowser", "QQ Browser"), ("UCBrowser", "UC"), ("HuaweiBrowser", "Huawei Browser"),
    ("MiuiBrowser", "Mi Browser"), ("SamsungBrowser", "Samsung Internet"), ("Edg", "Edge"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS: Final = (
    ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"),
    ("iPad", "iPad"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def named(agent: str) -> list[str]:
    """Browser and system by a User-Agent; an empty word for what is not known."""
    return [next((name for sign, name in known if sign in agent), "") for known in (_BROWSERS, _SYSTEMS)]
