#!/usr/bin/env python3
"""Reads the hearing corpus (tests/hearing/corpus/<hand>.txt, mark-up in GUIDE.md), checks it and
turns it into JSONL with code-point offsets.

    hearing_corpus.py check FILE...           says line:column of each mistake; prints counts
    hearing_corpus.py jsonl FILE... > out     one JSON object per contact: input and labels
"""
import collections
import datetime
import json
import pathlib
import re
import sys
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
WHO = "caller victim suspect witness other unknown".split()
IDENTIFIERS = ("phone phone_partial email username vehicle postcode date_of_birth address name").split()
MEANINGS = (
    "child disability coercion grooming minimising exploitation cannot_speak weapons self_harm online "
    "order_in_force domestic_abuse stalking missing honour_based mental_health medical violence "
    "location_risk repeat wish evidence meeting met_before sexual_demand concludes_no_risk "
    "advice_block").split()
FLAGS = ("child possible_child exploitation coercion domestic_abuse stalking honour_based self_harm "
         "missing cannot_speak officer_safety vulnerable_adult meeting_soon medical").split()
CHANNELS = "999 101 chat service_desk".split()
VOICES = "caller handler_note quoted transcript".split()
UNDERTAKINGS = "check call_back attend pass_on send other".split()
WISHES = "do_not_call do_not_tell manner".split()
PRECISIONS = "minute hour part_of_day day".split()
HELD_OUT = ("c1", "c2", "c3")


class Mistake(Exception):
    pass


def local_to_utc(text):
    """'2026-11-19T22:00', with a space for T, or a date alone (its local midnight)."""
    text = text.replace(" ", "T")
    for shape in ("%Y-%m-%dT%H:%M", "%Y-%m-%d"):
        try:
            at = datetime.datetime.strptime(text, shape).replace(tzinfo=LONDON)
            return at.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        except ValueError:
            pass
    raise Mistake(f"expected a local date or date and time such as 2026-11-19T22:00, not '{text}'")


def one_of(word, words, what):
    if word not in words:
        raise Mistake(f"expected {what}, one of {' '.join(words)}; not '{word}'")
    return word


def canonical(kind, value):
    squeezed = re.sub(r"[\s().-]", "", value)
    if kind in ("phone", "phone_partial"):
        digits = re.sub(r"\D", "", squeezed)
        if not digits:
            raise Mistake("the marked words are not digits: give the value, '= 07700900461'")
        if kind == "phone":
            if digits.startswith("0044"):
                digits = digits[4:]
            elif squeezed.startswith("+44") or (digits.startswith("44") and len(digits) >= 12):
                digits = digits[2:]
            digits = digits.lstrip("0")
            if not 9 <= len(digits) <= 11:
                raise Mistake(f"'{value}' has not the digits of a whole British number: phone_partial?")
            return "+44" + digits
        return digits
    if kind == "email":
        if not re.fullmatch(r"\S+@\S+\.\S+", value):
            raise Mistake(f"'{value}' is no e-mail address: give the value, '= sam@example.org'")
        return value.lower()
    if kind == "username":
        return re.sub(r"[^a-z0-9]", "", value.lower())
    if kind == "vehicle":
        mark = re.sub(r"[^A-Z0-9?]", "", value.upper())
        if not re.fullmatch(r"[A-Z0-9?]{2,8}", mark):
            raise Mistake(f"'{value}' is no vehicle mark: give the value, '= ZZ68RKL'")
        return mark
    if kind == "postcode":
        code = re.sub(r"\s", "", value.upper())
        if not re.fullmatch(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", code):
            raise Mistake(f"'{value}' is no postcode: give the value, '= ZZ4 7QP'")
        return code[:-3] + " " + code[-3:]
    if kind == "date_of_birth":
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            raise Mistake(f"give the date as '= 2010-03-14', not '{value}'")
        return value
    return value


def read_label(label, quote):
    """One label as (list it belongs to, its fields)."""
    words = label.split()
    if not words:
        raise Mistake("an empty label")
    head = words[0]
    if head in IDENTIFIERS:
        who = one_of(words[1] if len(words) > 1 else "", WHO, "whose it is")
        value, platform = quote, ""
        if "=" in label:
            value = label.split("=", 1)[1].strip()
            if head == "username" and re.search(r"(^|\s)@\s", value + " "):
                value, platform = (part.strip() for part in re.split(r"(?:^|\s)@\s", value, maxsplit=1))
            value = value or quote
        elif len(words) > 2:
            raise Mistake(f"after '{head} {who}' expected '= value', not '{words[2]}'")
        return "identifiers", {"kind": head, "value": canonical(head, value), "platform": platform, "of": who}
    if head == "age":
        who = one_of(words[1] if len(words) > 1 else "", WHO, "whose age")
        match = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3})?)?", words[2] if len(words) > 2 else "")
        if not match or len(words) > 3:
            raise Mistake("expected an age: 16, 16-17 or 70-")
        low = int(match[1])
        high = int(match[2]) if match[2] else (120 if "-" in words[2] else low)
        return "ages", {"who": who, "low": low, "high": high}
    if head == "deadline":
        if len(words) != 3:
            raise Mistake("expected 'deadline 2026-11-19T22:00 hour'")
        return "deadlines", {"at": local_to_utc(words[1]), "precision": one_of(words[2], PRECISIONS, "a precision")}
    if head == "undertaking":
        due = None
        if len(words) == 4 and words[2] == "due":
            due = local_to_utc(words[3])
        elif len(words) != 2:
            raise Mistake("expected 'undertaking <what>' or 'undertaking <what> due 2026-11-19T21:00'")
        return "undertakings", {"what": one_of(words[1], UNDERTAKINGS, "what is promised"), "due": due}
    if head == "wish" and len(words) == 3:
        return "wishes", {"kind": one_of(words[1], WISHES, "a kind of wish"), "target": words[2]}
    one_of(head, MEANINGS, "a meaning, an identifier kind, age, deadline, undertaking or wish")
    if len(words) != 2:
        raise Mistake(f"expected '{head} <about>'")
    return "cues", {"meaning": head, "about": one_of(words[1], WHO, "about whom")}


def read_marks(marked):
    """The plain text, and the labels with offsets in code points."""
    plain, open_marks, labels = [], [], []
    at, count = 0, 0
    while at < len(marked):
        if marked.startswith("[[", at):
            open_marks.append((count, at))
            at += 2
        elif marked.startswith("|", at) and open_marks:
            end = marked.find("]]", at)
            if end < 0:
                raise Mistake("a label that is not closed with ]]")
            start, _ = open_marks.pop()
            quote = "".join(plain)[start:count]
            if not quote.strip():
                raise Mistake("a mark around no words")
            for label in marked[at + 1:end].split(";"):
                try:
                    kind, fields = read_label(label.strip(), quote)
                except Mistake as mistake:
                    raise Mistake(f"'[[{quote}|{label.strip()}]]': {mistake}") from None
                labels.append((kind, {**fields, "quote": quote, "start": start, "end": count}))
            at = end + 2
        elif marked.startswith("]]", at):
            raise Mistake(f"]] without a label near '{marked[max(0, at - 30):at]}'")
        else:
            plain.append(marked[at])
            count += 1
            at += 1
    if open_marks:
        raise Mistake(f"a mark that is not closed: '{marked[open_marks[-1][1]:][:40]}'")
    return "".join(plain), labels


def finish(block, hand):
    for name in ("at", "channel", "voice", "benign", "child_at_risk", "flags"):
        if name not in block:
            raise Mistake(f"block {block['id']} has no line '{name}:'")
    marked = re.sub(r"\s*\\n\s*", "\n", " ".join(block["lines"]).strip())
    if not marked:
        raise Mistake(f"block {block['id']} has no text")
    text, labels = read_marks(marked)
    flags = [flag for flag in re.split(r"[,\s]+", block["flags"]) if flag]
    for flag in flags:
        one_of(flag, FLAGS, "a flag")
    benign = one_of(block["benign"], ("yes", "no"), "benign") == "yes"
    if benign and flags:
        raise Mistake(f"block {block['id']} is benign and has flags")
    out = {"id": block["id"], "hand": hand, "at": local_to_utc(block["at"]),
           "channel": one_of(block["channel"], CHANNELS, "a channel"),
           "voice": one_of(block["voice"], VOICES, "a voice"), "text": text, "benign": benign,
           "child_at_risk": one_of(block["child_at_risk"], ("yes", "no"), "child_at_risk") == "yes",
           "identifiers": [], "ages": [], "deadlines": [], "cues": [], "undertakings": [], "wishes": [],
           "flags": flags}
    for kind, fields in labels:
        out[kind].append(fields)
    for kind in ("identifiers", "ages", "deadlines", "cues", "undertakings", "wishes"):
        out[kind].sort(key=lambda item: (item["start"], item["end"]))
    return out


def read_file(path):
    """Blocks and mistakes ('file:line: …') of one file."""
    hand = pathlib.Path(path).stem
    blocks, mistakes, seen = [], [], set()
    block = None

    def close():
        if block is None:
            return
        try:
            blocks.append(finish(block, hand))
        except Mistake as mistake:
            mistakes.append(f"{path}:{block['line']}: {mistake}")

    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if line.startswith("== "):
            close()
            name = line[3:].strip()
            block = {"id": name, "line": number, "lines": [], "in_text": False}
            if name in seen:
                mistakes.append(f"{path}:{number}: the id '{name}' was used before")
            seen.add(name)
        elif block is not None and block["in_text"]:
            block["lines"].append(line.strip())
        elif line.startswith("#") or not line.strip():
            continue
        elif block is None:
            mistakes.append(f"{path}:{number}: expected '== {hand}-001', not '{line[:40]}'")
        else:
            name, colon, value = line.partition(":")
            name = name.strip()
            if not colon or name not in ("at", "channel", "voice", "benign", "child_at_risk", "flags", "text"):
                mistakes.append(f"{path}:{number}: expected at, channel, voice, benign, child_at_risk, flags or text")
            elif name == "text":
                block["in_text"] = True
                if value.strip():
                    block["lines"].append(value.strip())
            else:
                block[name] = value.strip()
    close()
    return blocks, mistakes


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("check", "jsonl"):
        sys.exit(__doc__)
    blocks, mistakes = [], []
    for path in sys.argv[2:]:
        more, wrong = read_file(path)
        blocks += more
        mistakes += wrong
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    if sys.argv[1] == "jsonl":
        for block in blocks:
            print(json.dumps(block, ensure_ascii=False))
    else:
        counts = collections.Counter(b["hand"] for b in blocks)
        print(f"{len(blocks)} contacts ({', '.join(f'{k} {v}' for k, v in sorted(counts.items()))}), "
              f"{sum(b['benign'] for b in blocks)} benign, {sum(b['child_at_risk'] for b in blocks)} child at risk")
        for kind, key in (("identifiers", "kind"), ("cues", "meaning")):
            found = collections.Counter(item[key] for b in blocks for item in b[kind])
            print(f"{kind}: " + ", ".join(f"{k} {v}" for k, v in found.most_common()))
        print(", ".join(f"{kind} {sum(len(b[kind]) for b in blocks)}"
                        for kind in ("ages", "deadlines", "undertakings", "wishes")))
    sys.exit(1 if mistakes else 0)


if __name__ == "__main__":
    main()
