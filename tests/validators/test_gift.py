"""GIFT, read back by another program: as many questions as the guide has, with its keys."""

from __future__ import annotations

import json
import subprocess

from studyguide.proof.others.tools import Tools, node_folder
from studyguide.publish.banks.bank import bank
from studyguide.publish.banks.items import bank_items
from tests.tinybook import tiny_book

READ = """
const {parse} = require('gift-pegjs');
process.stdout.write(JSON.stringify(parse(require('fs').readFileSync(0, 'utf8'))));
"""
TYPES = {"choice": "MC", "true-false": "TF", "number": "Numerical", "open": "Essay", "match": "Essay"}  # two pairs are too few


def test_a_reader_of_gift_finds_the_same_questions(tools: Tools):
    """Types, ids, objectives and keys are those of the guide."""
    command = [str(tools.node), "-e", READ]
    text = bank(tiny_book()).gift.decode()
    answer = subprocess.run(command, input=text, cwd=node_folder(tools), capture_output=True, text=True, timeout=60, check=True)
    read = [each for each in json.loads(answer.stdout) if each["type"] != "Category"]
    items = bank_items(tiny_book())
    assert [(each["id"], each["type"], each["tags"]) for each in read] == [(i.name, TYPES[i.kind], [*i.tags]) for i in items]
    choices = next(each for each in read if each["type"] == "MC")["choices"]
    assert [each["isCorrect"] for each in choices] == [False, True, False]
    assert next(each for each in read if each["type"] == "Numerical")["choices"]["number"] == 1200
