"""Where the organisation's link leads, by the browser that opens it."""

import pytest
from django.test import Client

from qiaomen.field.inside import app_around

ANDROID = "Mozilla/5.0 (Linux; Android 13; V2199A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 "
APPLE = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
LINK = "/join/abcde-fghjk"


@pytest.mark.parametrize(
    ("says", "app"),
    [
        ("XWEB/1160065 MMWEBSDK/20230805 Mobile Safari/537.36 MicroMessenger/8.0.42.2460 NetType/WIFI", "wechat"),
        ("MicroMessenger/8.0.33 wxwork/4.1.10 NetType/4G", "wechat"),
        ("Mobile Safari/537.36 AliApp(DingTalk/7.0.30) com.alibaba.android.rimet/12", "dingtalk"),
        ("Mobile Safari/537.36 Lark/7.4.7 LarkLocale/zh_CN ChannelName/Feishu", "feishu"),
        ("V1_AND_SQ_8.9.75_4482_YYB_D QQ/8.9.75.12110 NetType/WIFI", "qq"),
        ("Mobile Safari/537.36", ""),
        ("MQQBrowser/13.6 Mobile Safari/537.36", ""),
        ("Mobile Safari/537.36 EdgA/116.0", ""),
        ("HuaweiBrowser/14.0 Mobile Safari/537.36", ""),
    ],
)
def test_an_app_is_told_from_a_browser_by_its_own_word(says: str, app: str) -> None:
    assert app_around(ANDROID + says) == app


def page(client: Client, agent: str) -> str:
    return client.get(LINK, headers={"User-Agent": agent, "Accept-Language": "en"}).content.decode()


def test_a_real_browser_goes_on_into_the_app(client: Client) -> None:
    assert 'data-way="/field/#/join/ABCDEFGHJK"' in page(client, ANDROID + "Mobile Safari/537.36")


def test_inside_wechat_one_is_told_how_to_get_out_and_sent_nowhere(client: Client) -> None:
    said = page(client, ANDROID + "MicroMessenger/8.0.42")
    assert "data-way" not in said
    assert "inside WeChat" in said
    assert "Open in browser" in said
    assert f"http://testserver{LINK}" in said


def test_an_iphone_is_told_in_the_words_of_its_own_menu(client: Client) -> None:
    assert "Open in Safari" in page(client, APPLE + "MicroMessenger/8.0.42")


@pytest.mark.parametrize("code", ["%3Cscript%3E", "../../etc", "x" * 300])
def test_whatever_stands_in_the_address_is_no_more_than_a_code(client: Client, code: str) -> None:
    said = client.get(f"/join/{code}").content.decode()
    assert "<script>" not in said
    assert "x" * 50 not in said.lower()
