#!/usr/bin/env python3
"""Feeds a running server bad input and proves that each piece gets a clear error and nothing is lost.

  garbage.py                    all checks; the full disk needs root (it mounts a small tmpfs)
  garbage.py --only lines       some of: lines, connections, audience, ingest, folders, disk
  garbage.py --verbose          with what the server said

Clear means: an error with `data.status` and a message that names the field, the value or the limit.
Afterwards the server must still answer, with every message that it had. Bounded: at most 200 connections
and 5,000 calls, on loopback. Prints a line a check and a summary; exit status 1 on any failure.
Python standard library only.
"""
import argparse, json, os, random, socket, sys, threading, time

import garbage_cases as cases
from garbage_files import check_disk, check_folders, check_ingest
from garbage_report import Report, ask, check_alive, missing, plant, problem_with
from harness import Closed, Connection, Folder, Refused, Server, StartFailure, add_binary_option, require_binary, run

SECTIONS = ("lines", "connections", "audience", "ingest", "folders", "disk")


# lines

def check_lines(report, server, place, seed):
    count = 0
    for name, line, mentions in cases.all_cases(seed):
        count += 1
        try:
            reply = ask(server, line)
            problem, detail = problem_with(reply, mentions), (reply.get("error") or {}).get("message", "a result")
        except (Closed, Refused) as failure:
            problem, detail = f"no clear answer: {failure}", ""
        except ValueError as failure:
            problem, detail = f"the answer is no JSON: {failure}", ""
        report.check(name, problem, detail[:160])
        if not server.is_alive():
            break
    print(f"        {count} bad lines were sent", flush=True)
    check_alive(report, server, "bad lines")
    check_atomic(report, server)


def check_atomic(report, server):
    """A refused append stores none of its messages."""
    good = dict(cases.MESSAGE, id="half-good", text="half qzhalfgoodq")
    with server.connect(cases.META) as connection:
        try:
            connection.call("Ingest/Append", {"messages": [good, dict(good, id="half-bad", sent_at="never")]})
            problem = "it was accepted"
        except Refused as refusal:
            found = connection.call("Query/Lookup", {"text": "qzhalfgoodq", "limit": 5})["messages"]
            stored = any(message["id"] == "half-good" for message in found)
            problem = "the good half is stored" if stored else problem_with({"error": refusal.error}, ("sent_at",))
    report.check("an append with one bad message stores none", problem)


# connections

def check_connections(report, server, place, seed):
    for name, check in (("half a line, then the end", half_line), ("a line in two halves", two_halves), ("a line byte by byte", byte_by_byte),
                        ("an empty line between calls", empty_lines), ("a carriage return before the newline", carriage_return),
                        ("two calls with one id under way", same_id), ("a notification gets no reply", notification),
                        ("300 calls at once on one connection", many_calls), ("a reader that waits before it reads", slow_reader),
                        ("TLS to a plain port", hello), ("gone before the reply", gone), ("200 connections at once", many_connections)):
        try:
            problem = check(server)
        except (Closed, Refused, ValueError, OSError) as failure:
            problem = f"{type(failure).__name__}: {failure}"
        report.check(name, problem)
    check_alive(report, server, "bad connections")


def half_line(server):
    with Connection(server.port) as connection:
        connection.send(cases.lookup()[:40])
        connection.socket.shutdown(socket.SHUT_WR)
        rest = connection.file.read()
        return None if not rest or "error" in json.loads(rest) else f"half a line was answered with {rest[:100]!r}"


def two_halves(server):
    with Connection(server.port) as connection:
        connection.send(cases.lookup()[:40])
        time.sleep(.2)
        connection.send(cases.lookup()[40:] + b"\n")
        return problem_with(connection.receive(), cases.OK)


def byte_by_byte(server):
    with Connection(server.port) as connection:
        for byte in cases.lookup() + b"\n":
            connection.send(bytes([byte]))
        return problem_with(connection.receive(), cases.OK)


def empty_lines(server):
    with Connection(server.port) as connection:
        connection.send(b"\n \n" + cases.line("Admin/Health", id=9) + b"\n")
        while True:  # errors for the empty lines are in order
            reply = connection.receive()
            if reply.get("id") == 9:
                return problem_with(reply, cases.OK)


def carriage_return(server):
    return problem_with(ask(server, cases.line("Admin/Health") + b"\r"), cases.OK)


def same_id(server):
    with Connection(server.port) as connection:
        connection.send((cases.lookup() + b"\n") * 2)
        for _ in range(2):
            problem = problem_with(connection.receive(), cases.ANY)
            if problem:
                return problem
    return None


def notification(server):
    with Connection(server.port) as connection:
        silent = json.dumps({"jsonrpc": "2.0", "method": "notifications/nothing", "params": {}}).encode()
        connection.send(silent + b"\n" + cases.line("Admin/Health", id=5) + b"\n")
        reply = connection.receive()
        return None if reply.get("id") == 5 else f"it was answered: {json.dumps(reply)[:200]}"


def many_calls(server):
    """More than may be under way: each is answered, with a result or RESOURCE_EXHAUSTED."""
    with Connection(server.port) as connection:
        sender = threading.Thread(target=connection.send, args=(b"".join(cases.line("Query/Lookup", {"text": "rose"}, id=i) + b"\n" for i in range(300)),))
        sender.start()
        replies = [connection.receive() for _ in range(300)]
        sender.join()
    if sorted(reply["id"] for reply in replies) != list(range(300)):
        return "not every call was answered once"
    other = {Refused(reply["error"]).status for reply in replies if "error" in reply} - {"RESOURCE_EXHAUSTED"}
    return f"refused with {other}" if other else None


def slow_reader(server):
    with Connection(server.port) as connection:
        lines = b"".join(cases.line("Query/Lookup", {"text": "rose number", "limit": 200}, id=i) + b"\n" for i in range(200))
        sender = threading.Thread(target=connection.send, args=(lines,))
        sender.start()
        time.sleep(1)
        with server.connect() as other:  # nobody else waits for the slow one
            begin = time.monotonic()
            other.call("Admin/Health")
            waited = time.monotonic() - begin
        got = {connection.receive()["id"] for _ in range(200)}
        sender.join()
    return f"others waited {waited:.1f} s" if waited > 1 else None if len(got) == 200 else "replies are missing"


def hello(server):
    with Connection(server.port, timeout=5) as connection:
        connection.send(bytes.fromhex("16030100c8010000c40303") + random.Random(1).randbytes(180) + b"\n")
        return problem_with(connection.receive(), ())


def gone(server):
    for _ in range(20):
        with Connection(server.port) as connection:
            connection.send(cases.lookup() + b"\n")
    return None


def many_connections(server):
    connections = [Connection(server.port) for _ in range(200)]
    try:
        for connection in connections:
            connection.send(b"".join(cases.line("Query/Lookup", {"text": "rose"}, id=i) + b"\n" for i in range(5)))
        for connection in connections:
            for _ in range(5):
                reply = connection.receive()
                if "error" in reply and Refused(reply["error"]).retry_after is None:
                    return f"refused: {reply['error']}"
    finally:
        for connection in connections:
            connection.close()
    return None


# audience

def check_audience(report, server, place, seed):
    secret = {"id": "secret-1", "channel": "cellar", "author": "gardener", "sent_at": "2024-05-02T10:00:00Z", "text": "the wine is qzwineq"}
    with server.connect(cases.META) as connection:
        connection.patient_call("Ingest/PutChannels", {"channels": [{"id": "cellar", "name": "cellar", "kind": "private", "members": ["gardener"]}]})
        connection.patient_call("Ingest/Append", {"messages": [secret], "wait": "queryable"})
    lost = missing(server, [secret])
    report.check("a member reads a private channel", "the message is not found" if lost else None)
    with server.connect(dict(cases.META, principal="stranger")) as stranger:
        found = stranger.call("Query/Lookup", {"text": "wine qzwineq", "limit": 10})
        report.check("a stranger does not", "it got " + json.dumps(found)[:200] if "qzwineq" in json.dumps(found) else None)
        answers = []
        for channel in ("cellar", "nochan"):
            try:
                answer = stranger.call("Query/Lookup", {"text": "wine", "channels": [channel], "limit": 10})
            except Refused as refusal:
                answer = refusal.error
            answers.append(json.dumps(answer, sort_keys=True).replace(channel, "CHANNEL"))
        report.check("to a stranger a private channel is like none", None if answers[0] == answers[1] else f"{answers[0][:200]} differs from {answers[1][:200]}")
    check_alive(report, server, "wrong principals")


def parse():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", default=",".join(SECTIONS), help="sections, with commas")
    options.add_argument("--seed", type=int, default=1, help="of the noise")
    options.add_argument("--verbose", action="store_true")
    options.add_argument("--keep", action="store_true", help="leave the folders")
    add_binary_option(options)
    given = options.parse_args()
    given.only = given.only.split(",")
    if set(given.only) - set(SECTIONS):
        options.error("the sections are " + ", ".join(SECTIONS))
    require_binary(given.binary)
    return given


def main():
    given = parse()
    report = Report(given.verbose)
    checks = dict(zip(SECTIONS, (check_lines, check_connections, check_audience, check_ingest, check_folders, check_disk)))
    with Folder("garbage", given.keep) as place:
        data = os.path.join(place, "data")
        os.mkdir(data)
        server = Server(os.path.abspath(given.binary), data)
        try:
            server.start()
            plant(server)
            for section in given.only:
                checks[section](report, server, place, given.seed)
            status = server.stop()
            report.check("after all that the server stops cleanly", None if status == 0 else f"status {status}: {server.output()}")
            status, out, err = run(server.binary, "verify", "--data", data, "--workspace", cases.META["workspace"], "--json")
            report.check("after all that verify passes", None if status == 0 else f"status {status}: {(out + err)[-300:]}")
        except (StartFailure, Closed, Refused) as failure:
            report.check("the run", str(failure))
        finally:
            server.kill()
    print(f"{report.passed} passed, {report.failed} failed, {report.skipped} skipped; seed {given.seed}")
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
