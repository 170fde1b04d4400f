#!/usr/bin/env python3
"""Holds the house together: which room may use which, and the few rules of form a machine can see.

Reads src/layers.txt and checks, for every room under src/ and for world/:
  * each #include "room/file.h" and each library linked in CMake against the allowed arrows;
  * libraries that belong to one room (`<prefix>: room...` lines of layers.txt);
  * headers that keep out what is slow to compile;
  * names and numbers of demonstration cases in code that is to know none;
  * the length of files.
Prints one line a finding, as path:line: what is wrong. Exit 0 clean, 1 findings, 2 cannot read.
"""
import re
import sys
from pathlib import Path

LINES_MAX = 500
LINES_REFUSED = 700  # between the two a file is named, not refused
CODE = {".h", ".cc"}
FREE = {"tests", "bench"}  # may use everything
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
# Slow to compile: forward declare, and include in the .cc. SLOW_ALLOWED are headers for .cc files.
SLOW = ("boost/json", "boost/asio", "boost/beast", "toml++", "spdlog", "sqlite3.h", "rapidcheck",
        "CLI/", "hs/", "unicode/", "curl/", "base/json_map.h", "base/variant_codec.h")
SLOW_BUT_LIGHT = ("boost/json/fwd.hpp",)
SLOW_ALLOWED = {"src/base/json_map.h", "src/base/variant_codec.h",
                "src/server/typed_route.h"}  # for .cc files only
# Ofcom's numbers for drama and the test UPRNs: only tests, rehearsals and world/ hold people (a
# comment may give one as an example).
CASE = re.compile(r"7700[ ]?900\d{3}|1632[ ]?960\d{3}|99900000000\d")
TEST_FILE = re.compile(r"_test\.cc$|^test_|^testing\.|_fixture\.|^fake_")


class Layers:
    def __init__(self, text):
        self.rooms = {}
        self.confined = {}
        for number, line in enumerate(text.splitlines(), 1):
            line = line.split("#")[0].strip()
            if not line:
                continue
            name, colon, uses = line.partition(":")
            if not colon:
                raise ValueError(f"src/layers.txt:{number}: expected 'room: rooms it may use'")
            if name.startswith("<"):
                self.confined[name.strip("<> ")] = uses.split()
            else:
                self.rooms[name.strip()] = uses.split()
        for room, uses in self.rooms.items():
            for used in uses:
                if used != "*" and used not in self.rooms:
                    raise ValueError(f"src/layers.txt: {room} uses {used}, which is not a room")

    def allows(self, room, used):
        uses = self.rooms[room]
        return used in (room, "base") or used in uses or "*" in uses


def room_of(path, root, layers):
    parts = path.relative_to(root).parts
    if parts[0] == "src" and len(parts) > 2:
        return parts[1]
    return parts[0] if parts[0] in layers.rooms else None


def check_includes(path, name, room, text, layers):
    for number, line in enumerate(text.splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        quote, target = found.groups()
        if quote == '"' and "/" not in target:
            yield f'{name}:{number}: "{target}" does not say its room; write "{room}/{target}"'
        used = target.split("/")[0]
        if quote == '"' and used in layers.rooms and not layers.allows(room, used):
            yield (f"{name}:{number}: {room} may not use {used}; src/layers.txt has the arrows, "
                   "a new one needs a decision record")
        for prefix, homes in layers.confined.items():
            if target.startswith(prefix) and room not in homes and "*" not in homes:
                yield f"{name}:{number}: <{target}> is used in {' and '.join(homes)} only"
        slow = target.startswith(SLOW) and not target.startswith(SLOW_BUT_LIGHT)
        if path.suffix == ".h" and slow and name not in SLOW_ALLOWED:
            yield f"{name}:{number}: <{target}> is slow to compile; include it in a .cc"


def check_links(name, room, text, layers):
    text = re.sub(r"#.*", "", text)
    linked = set(re.findall(r"\bheed_([a-z_0-9]+)", text))
    for uses in re.findall(r"\bUSES\b([^)]*?)(?=\b[A-Z_]{4,}\b|\))", text, re.S):
        linked.update(uses.split())
    for used in sorted(linked & set(layers.rooms)):
        if not layers.allows(room, used):
            yield f"{name}: {room} may not link {used}; src/layers.txt has the arrows"


def check_form(path, name, text):
    lines = text.splitlines()
    generated = bool(lines) and "generated" in lines[0].lower()
    if len(lines) > LINES_REFUSED and not generated:
        yield f"{name}:{len(lines)}: {len(lines)} lines; a file tells one thing, split it"
    if name.startswith("src/") and not TEST_FILE.search(path.name):
        for number, line in enumerate(lines, 1):
            if CASE.search(line.split("//")[0]):
                yield f"{name}:{number}: a demonstration number; src/ knows no case"


def long_files(root, layers):
    for path, name, _ in code_files(root, layers):
        count = len(path.read_text(encoding="utf-8").splitlines())
        if LINES_MAX < count <= LINES_REFUSED:
            yield f"{name}: {count} lines, over {LINES_MAX}"


def code_files(root, layers):
    folders = [root / "src", *(root / room for room in layers.rooms), *(root / f for f in FREE)]
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.suffix in CODE or path.name == "CMakeLists.txt":
                yield path, path.relative_to(root).as_posix(), room_of(path, root, layers)


def check(root):
    """All findings of the tree under root, as lines of text."""
    layers = Layers((root / "src/layers.txt").read_text(encoding="utf-8"))
    findings = []
    for path, name, room in code_files(root, layers):
        text = path.read_text(encoding="utf-8")
        if path.suffix in CODE:
            findings += check_form(path, name, text)
        if name.split("/")[0] in FREE or room is None:
            continue
        if room not in layers.rooms:
            findings.append(f"{name}: src/{room} is not in src/layers.txt")
        elif path.suffix in CODE:
            findings += check_includes(path, name, room, text, layers)
        else:
            findings += check_links(name, room, text, layers)
    return findings


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()
    try:
        findings = check(root)
        layers = Layers((root / "src/layers.txt").read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 2
    for finding in findings:
        print(finding)
    for note in long_files(root, layers):
        print("note:", note)
    print(f"layers: {len(layers.rooms)} rooms, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
