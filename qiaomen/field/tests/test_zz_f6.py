import os
from qiaomen.field.tests.stage import *
from qiaomen.field.tests.test_scan import film, label_of
from qiaomen.testing.world import make_world
from qiaomen.paper import codes
from qiaomen.campaigns.models import Target
from qiaomen.places.models import Door as D, Place as P
from playwright.sync_api import sync_playwright
def test_look(transactional_db, key_file, live_server, tmp_path):
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    stage = set_stage(make_world())
    u = live_server.url
    with sync_playwright() as pw:
        f = film(pw, label_of(u + "/v/AZXwqLcncQKZAAAAAAAAAA"))
        (tmp_path/"f.mjpeg").write_bytes(f)
        b = pw.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox","--use-fake-ui-for-media-stream","--use-fake-device-for-media-stream",f"--use-file-for-fake-video-capture={tmp_path/'f.mjpeg'}"])
        for lang in ("zh-hans", "en"):
            c = phone_of(b, permissions=["camera"]); p = c.new_page()
            p.on("console", lambda m: print("CONSOLE", m.type, m.text)); p.on("pageerror", lambda e: print("ERR", e))
            enrol_by_code(p, u, code_for(stage), lang)
            p.goto(u + "/field/#/scan"); p.wait_for_timeout(6000); print(p.evaluate("document.body.innerText"), p.url); p.wait_for_timeout(300)
            p.screenshot(path=f"/tmp/f6/p-scan-{lang}.png")
            sw = P.objects.get(parent=stage.building, name="2单元")
            p.goto(u + f"/field/#/add/door/{sw.id}"); p.wait_for_selector("input.entry"); p.screenshot(path=f"/tmp/f6/p-add0-{lang}.png")
            p.fill("input.entry", "5-2-1201"); p.wait_for_timeout(200); p.screenshot(path=f"/tmp/f6/p-add1-{lang}.png")
            p.fill("input.entry", "5-2-702"); p.wait_for_timeout(200); p.screenshot(path=f"/tmp/f6/p-add2-{lang}.png")
            p.goto(u + f"/field/#/add/building/{sw.id}"); p.wait_for_selector("input.entry"); p.screenshot(path=f"/tmp/f6/p-building-{lang}.png")
            p.goto(u + f"/field/#/add/change/{stage.doors['2-702'].id}"); p.wait_for_selector("input.entry"); p.screenshot(path=f"/tmp/f6/p-change-{lang}.png")
            if lang == "en":
                p.goto(u + f"/field/#/add/building/{sw.id}"); p.wait_for_selector("input.entry"); p.fill("input.entry", "9栋"); p.click(".pbtn.primary")
                p.wait_for_url("**/#/add/door/*"); p.fill("input.entry", "9-101"); p.click(".pbtn.primary"); p.wait_for_url("**/#/door/*")
                p.wait_for_timeout(500); p.screenshot(path=f"/tmp/f6/p-newdoor-{lang}.png")
                p.wait_for_timeout(2500)
                print("DOORS", list(D.objects.filter(place__name="9栋").values_list("label", "room", "place__parent__name")), Target.objects.filter(door_id__in=D.objects.filter(place__name="9栋").values("id")).values_list("team__id" if False else "team_id"))
            c.close()
        b.close()
