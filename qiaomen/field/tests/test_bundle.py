"""Modules as one file: what is said in each stays what it meant, and what joining does not know is refused."""

import re
import subprocess
from graphlib import TopologicalSorter

import pytest

from qiaomen.field import shell
from qiaomen.field.bundle import Module, NotJoinable, joined
from qiaomen.tools.vendor import node_command

RUN = "const modules = {%s}; const made = {}; const $ = (path) => (made[path] ??= modules[path]()); %s"


def module(path: str, text: str) -> Module:
    return Module(path, text, lambda name: name.removeprefix("./"))


def said(script: str, *modules: Module) -> str:
    """What Node prints."""
    ran = subprocess.run(
        [*node_command(), "--input-type=module", "-e", RUN % (joined(modules), script)], capture_output=True, text=True
    )
    return ran.stdout.strip() or ran.stderr


def test_each_way_to_export_and_to_import_means_what_it_did() -> None:
    words = module(
        "words.js",
        "export const one = 1;\nexport function two() { return 2; }\nexport async function three() { return 3; }\n"
        "export class Four {}\nconst five = 5;\nexport {five, five as cinq};\n"
        "export const {six, of: seven} = {six: 6, of: 7};\n",
    )
    through = module("through.js", "export {one, two as deux} from './words.js';\n")
    user = module(
        "user.js",
        "import * as all from './words.js';\nimport {one, deux} from './through.js';\nimport {\n  five as f,\n  Four,\n"
        "} from './words.js';\nimport './words.js';\n"
        "export const sum = [one, deux(), f, all.cinq, Four.name, all.six, all.seven];\n",
    )
    assert said("console.log($('user.js').sum.join())", words, through, user) == "1,2,5,5,Four,6,7"


def test_two_modules_may_call_their_own_things_alike() -> None:
    first, second = (
        module("a.js", "const mine = 'a';\nexport const tell = () => mine;"),
        module("b.js", "const mine = 'b';"),
    )
    assert said("$('b.js'); console.log($('a.js').tell())", first, second) == "a"


@pytest.mark.parametrize(
    "line", ["export default 1;", "export let one = 1;", "export * from './a.js';", "import one from './a.js';"]
)
def test_what_joining_does_not_know_is_refused(line: str) -> None:
    with pytest.raises(NotJoinable):
        joined([module("a.js", f"const two = 2;\n{line}\n")])


def test_no_two_modules_of_ours_need_each_other() -> None:
    needs = {
        path: [
            (path.parent / name).resolve() for name in re.findall(r"^(?:import|export)\b[^;]*?'(\.[^']+)'", text, re.M)
        ]
        for path in shell.OWN.rglob("*.js")
        for text in [path.read_text("utf-8")]
    }
    assert len(list(TopologicalSorter(needs).static_order())) >= 150, "a circle raises"
