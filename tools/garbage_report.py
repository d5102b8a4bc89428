"""How `garbage.py` asks and judges: the report, what a clear error is, the messages that must stay. Not a program."""
import json

import garbage_cases as cases
from harness import Closed, Connection, Refused, StartFailure, encode

GOOD = 200  # messages that must be there all the time


class Report:
    def __init__(self, verbose):
        self.verbose, self.passed, self.failed, self.skipped = verbose, 0, 0, 0

    def check(self, name, problem, detail=""):
        """One line; `problem` is None where all is well."""
        self.passed, self.failed = self.passed + (problem is None), self.failed + (problem is not None)
        if problem is not None:
            print(f"FAILED  {name}: {problem}", flush=True)
        else:
            print(f"ok      {name}" + (f": {detail}" if self.verbose and detail else ""), flush=True)

    def skip(self, name, reason):
        self.skipped += 1
        print(f"skipped {name}: {reason}", flush=True)


# What is asked of every reply

def problem_with(reply, mentions):
    """Why a reply to a bad line is not clear, or None."""
    if mentions == cases.ANY:
        mentions = () if "error" in reply else cases.OK
    if mentions == cases.OK:
        return None if "result" in reply else f"was refused: {reply.get('error')}"
    error = reply.get("error")
    if not isinstance(error, dict):
        return f"no error, but {json.dumps(reply)[:200]}"
    status, message, code = Refused(error).status, error.get("message"), error.get("code")
    if status == "NO_STATUS" or not isinstance(code, int):
        return f"the error has no data.status or no code: {json.dumps(error)[:200]}"
    if not isinstance(message, str) or len(message) < 5:
        return f"the error says nothing: {json.dumps(error)[:200]}"
    if status in ("INTERNAL", "UNKNOWN"):
        return f"{status} is no answer to bad input: {message[:200]}"
    plain = message.replace(",", "").replace("_", "").lower()
    if mentions and not any(word.replace("_", "").lower() in plain for word in mentions):
        return f"the error does not say {' or '.join(mentions)}: {message[:200]}"
    return None


def ask(server, line, timeout=20):
    """One bad line on a connection of its own, then a good call: the reply to the former.

    The connection may be closed after a bad line, but never before it is answered, and then a new one must do.
    """
    with Connection(server.port, timeout=timeout) as connection:
        try:
            connection.send(line + b"\n")
        except Closed:
            pass  # closed while we were still sending; the reply may be there nevertheless
        reply = connection.receive()
        try:
            connection.send(encode(77, "Admin/Health", {}))
            while True:
                after = connection.receive()
                if after.get("id") == 77:
                    break
        except Closed:
            with Connection(server.port, timeout=timeout) as fresh:
                fresh.call("Admin/Health")
        return reply


# The good messages

def good_messages():
    return [{"id": f"good-{i}", "channel": "garden", "author": "gardener", "sent_at": f"2024-05-01T10:{i // 60:02d}:{i % 60:02d}Z",
             "text": f"rose number {spelled(i)}"} for i in range(GOOD)]


def spelled(i, prefix="qz"):
    """A word of its own for a number, that no stemmer touches."""
    return prefix + "".join("bcdfgkmvxz"[int(digit)] for digit in f"{i:05d}") + "q"


def plant(server):
    with server.connect(cases.META) as connection:
        result = connection.patient_call("Ingest/Append", {"messages": good_messages(), "wait": "queryable"})
        assert result["accepted"] == GOOD, result


def missing(server, messages, meta=cases.META):
    """The messages that a lookup by their own word does not find as they were."""
    lost = []
    with server.connect(meta) as connection:
        for message in messages:
            word = message["text"].split()[-1]
            found = connection.patient_call("Query/Lookup", {"text": word, "limit": 5})["messages"]
            if [m["text"] for m in found if m["id"] == message["id"]] != [message["text"]]:
                lost.append(message["id"])
    return lost


def check_alive(report, server, after):
    if not server.is_alive():
        report.check(f"after {after}", f"the server is gone: {server.output()}")
        raise StartFailure("the server died of bad input")
    lost = missing(server, good_messages())
    report.check(f"after {after} the server answers and has all {GOOD} messages", f"{len(lost)} are lost, such as {lost[0]}" if lost else None)
