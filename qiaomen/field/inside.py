"""Browsers that live inside another app: they keep nothing offline, and lose what they kept when the app is closed."""

import re

# Each by the word that it puts into its User-Agent. QQ itself says QQ/; its real browser says MQQBrowser/ alone.
_APPS = {
    "wechat": re.compile(r"MicroMessenger/"),
    "dingtalk": re.compile(r"DingTalk/", re.IGNORECASE),
    "feishu": re.compile(r"\b(?:Lark|Feishu)/", re.IGNORECASE),
    "qq": re.compile(r"(?<!M)\bQQ/"),
    "alipay": re.compile(r"AlipayClient/"),
    "weibo": re.compile(r"\bWeibo\b|__weibo__", re.IGNORECASE),
}
_APPLE = re.compile(r"iPhone|iPad|iPod")


def app_around(user_agent: str) -> str:
    """The app that this browser lives in: wechat, dingtalk, feishu, qq, alipay or weibo; empty for a real browser."""
    return next((name for name, says in _APPS.items() if says.search(user_agent)), "")


def is_apple(user_agent: str) -> bool:
    """Whether it is an iPhone or iPad, whose menus say it in other words."""
    return bool(_APPLE.search(user_agent))
