"""Programs that play those of others: small Python files that a check starts as it starts the real ones."""

from __future__ import annotations

import sys
from pathlib import Path

from studyguide.proof.others.tools import Tools

EPUBCHECK = """
report = {"checker": {"filename": "tiny.epub", "checkerVersion": "5.3.0"}, "messages": [], "items": [{}] * 3}
open(sys.argv[sys.argv.index("--json") + 1], "w").write(json.dumps(report))
"""
ACE = """
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
out.mkdir()
report = {"earl:assertedBy": {"doap:release": {"doap:revision": "1.4.6"}}}
with zipfile.ZipFile(sys.argv[-1]) as book:
    names = [name.removeprefix("EPUB/") for name in book.namelist() if name.endswith(".xhtml")]
report["assertions"] = [{"earl:testSubject": {"url": name}, "assertions": []} for name in names]
report["earl:result"] = {"earl:outcome": "pass" if os.environ["HOME"] in str(out) else "fail"}
(out / "report.json").write_text(json.dumps(report))
"""
CALIBRE_DEBUG = """
assert sys.argv[1] == "-c"
print("a line of its own")
print(json.dumps(["6.13.0", [["EPUB/a.xhtml", 3, "CSSError", "margin"]], 7]))
"""
CONVERT = """
shutil.copy(sys.argv[1], sys.argv[2])
"""
SCREENS = """
request = json.loads(pathlib.Path(sys.argv[2]).read_text())
if "documents" in request:
    name = pathlib.Path(request["documents"][0]).name
    place = {"document": name, "view": request["views"][0]["name"], "what": "p"}
    assert all(pathlib.Path(document).is_file() for document in request["documents"])
    over = [{**place, "by": 12}]
    colours = [{**place, "ink": [part] * 3, "ground": [255, 255, 255]} for part in (153, 0)]
    print(json.dumps({"over": over, "unseen": [place], "colours": colours, "tight": [place], "texts": 2}))
else:
    from PIL import Image
    names = [f"{view['name']}-{place['name']}-1.png" for view in request["views"] for place in request["places"]]
    for name in names:
        Image.new("RGB", (36, 64)).save(pathlib.Path(request["out"]) / name)
    contents = {"toc": 1, "landmarks": 2, "pages": 3}
    print(json.dumps({"screens": names, "overflow": ["a table"], "errors": ["an error"], "contents": contents}))
"""
MUTOOL = """
from PIL import Image
for number in (1, 2, 3):
    Image.new("RGB", (50, 60)).save(sys.argv[sys.argv.index("-o") + 1] % number)
"""
BROKEN = """
print("out of memory", file=sys.stderr)
sys.exit(1)
"""


def program(path: Path, text: str) -> Path:
    """An executable file of Python."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{sys.executable}\nimport json, os, pathlib, shutil, sys, zipfile\n{text}")
    path.chmod(0o755)
    return path


def node_tools(root: Path, node: str) -> Tools:
    """A project whose node packages are in place, with a Node that is this program."""
    for folder in (root / "requirements" / "node", root / "build" / "tools" / "node"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package-lock.json").write_text("{}")
    there = program(root / "bin" / "node", node)
    return Tools(root, node=there, npm=there, chromium=there)
