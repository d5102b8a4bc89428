#!/usr/bin/env python3
"""Benchmarks of a real server on real messages: append, lookup, interest-top, open.

  bench.py --size 10k                          the four workloads on 10,000 messages
  bench.py --size 100k --workloads append,lookup
  bench.py --all --json numbers.json           10k, then 100k

append        messages a second, durable and queryable: batches over several pipelined connections.
              The baseline inserts the same batches into a bare SQLite table with an FTS5 index.
lookup        milliseconds of Query/Lookup as the client sees them, by 1 and by 4 connections at once.
interest-top  milliseconds of Interest/Top for many principals.
open          seconds from the first call after a restart to the first answer of the workspace.
Peak memory is the server's VmHWM, database bytes are all files of the workspace after a clean stop.
The messages are Slack's and the meetings' together, in a fixed order, in one workspace; every run
starts from an empty folder. Clients that measure at once are processes of their own.
"""
import argparse, collections, json, multiprocessing, os, platform, sqlite3, threading, time

import corpus
from harness import (Closed, Connection, Folder, Refused, Server, StartFailure, add_binary_option, encode,
                     folder_bytes, require_binary)

META = {"workspace": "bench", "principal": "bench"}
WORKLOADS = ("append", "lookup", "interest-top", "open")
TARGETS = {"append": "≥ 3,000 messages/s", "lookup": "p50 ≤ 5 ms, p95 ≤ 15 ms at 100k", "open": "≤ 2 s at 100k"}


def percentiles(seconds):
    """p50, p95 and p99 in milliseconds (nearest rank), and how many there were."""
    ordered = sorted(seconds)
    rank = lambda share: 1e3 * ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * share // 100) - 1))]
    return {"p50_ms": rank(50), "p95_ms": rank(95), "p99_ms": rank(99), "calls": len(ordered)}


# append

def append_over_one(port, lines, depth, problems):
    """Sends calls down one connection, so many under way at once; repeats those that the server was too busy for."""
    try:
        with Connection(port, timeout=300) as connection:
            waiting, under_way = collections.deque(lines.items()), 0
            while waiting or under_way:
                while waiting and under_way < depth:
                    connection.send(waiting.popleft()[1])
                    under_way += 1
                reply = connection.receive()
                under_way -= 1
                if "error" in reply:
                    refusal = Refused(reply["error"])
                    if refusal.retry_after is None:
                        raise refusal
                    time.sleep(refusal.retry_after)
                    waiting.append((reply["id"], lines[reply["id"]]))
    except (Closed, Refused) as problem:
        problems.append(str(problem))


def put_channels(server, messages):
    """Makes the channels public, so that a message's author may read it and has an interest to be asked for."""
    names = sorted({message["channel"] for message in messages})
    channels = [{"id": name, "name": name, "kind": "public", "members": []} for name in names]
    with server.connect(META) as connection:
        connection.patient_call("Ingest/PutChannels", {"channels": channels})


def check_count(server, size):
    """What was measured must be there."""
    with server.connect(META) as connection:
        found = connection.patient_call("Admin/Stats").get("messages")
    if found != size:
        raise SystemExit(f"append: {size} messages were sent, Admin/Stats counts {found}")


def measure_append(server, batches, connections, depth):
    """Appends everything; the encoding is done before the clock starts, so that Python's share is small."""
    shares = [{} for _ in range(connections)]
    for i, batch in enumerate(batches):
        shares[i % connections][i] = encode(i, "Ingest/Append", {"_meta": META, "messages": batch, "wait": "queryable"})
    problems = []
    threads = [threading.Thread(target=append_over_one, args=(server.port, share, depth, problems)) for share in shares]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begin
    if problems:
        raise SystemExit("append: " + "; ".join(problems))
    count = sum(map(len, batches))
    return {"messages": count, "seconds": seconds, "messages_per_s": count / seconds}


def measure_baseline(folder, batches):
    """The same messages into a bare SQLite table and FTS5, one transaction a batch, WAL, synchronous=FULL."""
    path = os.path.join(folder, "baseline.sqlite")
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE message(n INTEGER PRIMARY KEY, id TEXT UNIQUE, channel TEXT, author TEXT, sent_at TEXT, text TEXT)")
    database.execute("CREATE VIRTUAL TABLE word USING fts5(text, content='message', content_rowid='n')")
    begin, n = time.perf_counter(), 0
    for batch in batches:
        rows = [(n + i, m["id"], m["channel"], m["author"], m["sent_at"], m["text"]) for i, m in enumerate(batch)]
        n += len(rows)
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?)", rows)
        database.executemany("INSERT INTO word(rowid, text) VALUES (?, ?)", [(row[0], row[5]) for row in rows])
        database.execute("COMMIT")
    seconds = time.perf_counter() - begin
    database.close()
    return {"seconds": seconds, "messages_per_s": n / seconds, "bytes_per_message": os.path.getsize(path) / n}


# Calls that are timed one by one

def time_calls(port, lines, gate, results):
    """Runs in a process of its own: waits for the others, then one call after another."""
    try:
        with Connection(port, timeout=60) as connection:
            if gate:
                gate.wait()
            seconds, replies, clock = [], [], time.perf_counter  # one clock for all processes
            first = clock()
            for line in lines:
                begin = clock()
                connection.send(line)
                reply = connection.receive_line()
                seconds.append(clock() - begin)
                replies.append(reply)
        errors = [reply["error"] for reply in map(json.loads, replies) if "error" in reply]
        results.put((seconds, first, first + sum(seconds), str(errors[0]) if errors else None))
    except (Closed, ValueError, threading.BrokenBarrierError) as problem:
        results.put(([], 0, 0, str(problem)))


def measure_calls(server, calls, clients):
    """Deals the calls out to so many clients at once."""
    lines = [encode(i, method, params) for i, (method, params) in enumerate(calls)]
    gate, results = multiprocessing.Barrier(clients), multiprocessing.Queue()
    workers = [multiprocessing.Process(target=time_calls, args=(server.port, lines[i::clients], gate, results)) for i in range(clients)]
    for worker in workers:
        worker.start()
    answers = [results.get(timeout=600) for _ in workers]
    for worker in workers:
        worker.join()
    problems = [answer[-1] for answer in answers if answer[-1]]
    if problems:
        raise SystemExit(f"{calls[0][0]}: {problems[0]}")
    wall = max(answer[2] for answer in answers) - min(answer[1] for answer in answers)
    return dict(percentiles([one for answer in answers for one in answer[0]]), clients=clients, calls_per_s=len(calls) / wall)


def lookup_calls(messages, count, limit, seed):
    return [("Query/Lookup", {"_meta": META, "text": text, "limit": limit}) for text in corpus.questions(messages, count, seed)]


def interest_calls(messages, count, limit):
    """The principals are authors, in the order of how much they wrote, and the one that appended."""
    authors = [author for author, _ in collections.Counter(m["author"] for m in messages).most_common()]
    principals = ["bench"] + authors
    return [("Interest/Top", {"_meta": dict(META, principal=principals[i % len(principals)]), "limit": limit}) for i in range(count)]


def measure_open(server, call):
    """Stops the server as an operator would, starts it again, and times the first answer of the workspace."""
    begin = time.perf_counter()
    status = server.stop()
    stopped = time.perf_counter()
    stored = folder_bytes(server.data)
    server.start()
    started = time.perf_counter()
    with server.connect() as connection:
        method, params = call
        connection.call(method, params)
        first = time.perf_counter() - started
        again = time.perf_counter()
        connection.call(method, params)
        again = time.perf_counter() - again
    return {"stop_s": stopped - begin, "exit_status": status, "start_s": started - stopped, "first_lookup_s": first,
            "second_lookup_ms": 1e3 * again, "peak_bytes": server.peak_memory()}, stored


# One size

def bench(given, size):
    messages = corpus.messages(size)
    batches = [messages[first:first + given.batch] for first in range(0, size, given.batch)]
    wanted, result = given.workloads, {"size": size}
    with Folder("bench", given.keep) as folder:
        if "append" in wanted:
            result["baseline"] = measure_baseline(folder, batches)
            show(f"baseline (SQLite + FTS5)  {result['baseline']['messages_per_s']:9,.0f} messages/s  {result['baseline']['bytes_per_message']:,.0f} bytes/message")
        data = os.path.join(folder, "data")
        os.mkdir(data)
        server = Server(given.binary, data).start()
        try:
            put_channels(server, messages)
            result["append"] = append = measure_append(server, batches, given.connections, given.depth)
            append["peak_bytes"] = server.peak_memory()
            check_count(server, size)
            append["ratio_to_baseline"] = append["messages_per_s"] / result["baseline"]["messages_per_s"] if "baseline" in result else None
            show(f"append                    {append['messages_per_s']:9,.0f} messages/s  peak {append['peak_bytes'] / 1e6:,.0f} MB"
                 + (f"  {append['ratio_to_baseline']:.2f} of the baseline" if append["ratio_to_baseline"] else ""), "append")
            timed_workloads(given, server, messages, result)
            if "open" in wanted:
                result["open"], stored = measure_open(server, lookup_calls(messages, 1, given.limit, given.seed + 1)[0])
                opened = result["open"]
                show(f"open                      {opened['first_lookup_s']:9.3f} s  (process start {opened['start_s']:.3f} s, stop {opened['stop_s']:.3f} s, "
                     f"status {opened['exit_status']}, peak {opened['peak_bytes'] / 1e6:,.0f} MB)", "open")
            server.stop()
            if "open" not in wanted:
                stored = folder_bytes(data)
            result["bytes_per_message"] = stored / size
            show(f"stored                    {result['bytes_per_message']:9,.0f} bytes/message")
        finally:
            server.kill()
    return result


def timed_workloads(given, server, messages, result):
    kinds = []
    if "lookup" in given.workloads:
        measure_calls(server, lookup_calls(messages, 50, given.limit, given.seed + 2), 1)  # warm
        kinds.append(("lookup", lookup_calls(messages, given.calls, given.limit, given.seed)))
    if "interest-top" in given.workloads:
        kinds.append(("interest-top", interest_calls(messages, given.calls, given.limit)))
    for name, calls in kinds:
        result[name] = []
        for clients in (1, 4):
            row = measure_calls(server, calls, clients)
            row["peak_bytes"] = server.peak_memory()
            result[name].append(row)
            show(f"{name:14s} {clients} client{'s' if clients > 1 else ' '}  p50 {row['p50_ms']:7.2f}  p95 {row['p95_ms']:7.2f}  p99 {row['p99_ms']:7.2f} ms  "
                 f"{row['calls_per_s']:7,.0f} calls/s  n={row['calls']}  peak {row['peak_bytes'] / 1e6:,.0f} MB", name)


def show(line, workload=None):
    target = f"  [{TARGETS[workload]}]" if workload in TARGETS else ""
    print(f"  {line}{target}", flush=True)


def parse():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--size", default="10k", help="10k, 100k or a number (default 10k)")
    options.add_argument("--all", action="store_true", help="10k, then 100k")
    options.add_argument("--workloads", default=",".join(WORKLOADS), help="some of " + ", ".join(WORKLOADS) + " (messages are always appended)")
    options.add_argument("--calls", type=int, default=1500, help="lookups, and calls of Interest/Top, per number of clients")
    options.add_argument("--limit", type=int, default=10, help="results of a lookup")
    options.add_argument("--batch", type=int, default=200, help="messages an append")
    options.add_argument("--connections", type=int, default=4)
    options.add_argument("--depth", type=int, default=2, help="appends under way on one connection")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--json", metavar="FILE", help="write all numbers here")
    options.add_argument("--keep", action="store_true", help="leave the data folder")
    add_binary_option(options)
    given = options.parse_args()
    given.workloads = given.workloads.split(",")
    unknown = set(given.workloads) - set(WORKLOADS)
    if unknown:
        options.error(f"no such workload: {', '.join(sorted(unknown))}")
    return given


def main():
    given = parse()
    require_binary(given.binary)
    sizes = ["10k", "100k"] if given.all else [given.size]
    report = {"machine": {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version(),
                          "sqlite": sqlite3.sqlite_version}, "seed": given.seed, "batch": given.batch, "sizes": []}
    for size in sizes:
        count = int(size[:-1]) * 1000 if size.endswith("k") else int(size)
        print(f"{count:,} messages, {os.cpu_count()} cores, seed {given.seed}", flush=True)
        try:
            report["sizes"].append(bench(given, count))
        except (StartFailure, Closed, Refused) as problem:
            raise SystemExit(f"{type(problem).__name__}: {problem}") from problem
    if given.json:
        with open(given.json, "w") as file:
            json.dump(report, file, indent=1)


if __name__ == "__main__":
    main()
