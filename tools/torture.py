#!/usr/bin/env python3
"""Kills the server again and again under load, and proves that nothing acknowledged is lost.

  torture.py --kills 300 --seed 1               SIGKILL at 300 random moments
  torture.py --kills 300 --seed 1 --preload     power cuts: every write that was not synced is lost too
  torture.py --kills 20 --keep                  a short run that leaves the folders to look at

First the workload runs undisturbed, twice with different interleavings: one projection digest. Then the
same workload runs while the server is killed; each client sends again whatever was not acknowledged, and
sometimes what was. In the end everything acknowledged must be there, once, as last revised; what was
deleted must not; `rosemary verify` must pass and its projection digest equal the undisturbed run's.
--preload builds tools/lostwrites (cc -shared -fPIC -O2 -o lostwrites.so lostwrites.c -ldl -pthread) unless
a library is named; see there for what it does. Prints a report; exit status 1 on any violation.
"""
import argparse, collections, glob, json, os, random, subprocess, sys, threading, time

from harness import (ROOT, Closed, Connection, Folder, Refused, Server, Silent, StartFailure, add_binary_option,
                     require_binary, run)
from workload import Plan

META = {"workspace": "torture", "principal": "torture"}
WINDOW = 4  # calls under way on one connection


class Arena:
    """What the clients and the one who kills share."""
    def __init__(self, quota=None):
        self.lock, self.port = threading.Lock(), None
        self.violations, self.counts = [], collections.Counter()
        self.quota = quota       # operations of one client between two kills; None: as fast as they can
        self.lives, self.born = 0, time.monotonic()  # kills so far; when the server last came up
        self.stop = False
        self.acknowledged = threading.Event()  # something was, since the server came up
        self.sent = threading.Event()          # something new was

    def allows(self, operations):
        """Whether a client that sent so many may go on: each life of the server opens its share bit by bit,
        so that the work lasts for all kills and is under way when they come."""
        if self.quota is None:
            return True
        return operations < self.quota * (self.lives + min(1, (time.monotonic() - self.born) / .15))

    def violate(self, text):
        with self.lock:
            if len(self.violations) < 50:
                self.violations.append(text)

    def count(self, what, n=1):
        with self.lock:
            self.counts[what] += n


class Client(threading.Thread):
    """Carries out one plan over one connection at a time, through any number of kills."""
    def __init__(self, arena, plan, seed, stale):
        super().__init__(daemon=True)
        self.arena, self.plan, self.stale = arena, plan, stale
        self.random = random.Random(f"{seed}/client/{plan.client}/{stale}")
        self.queues = {name: collections.deque(queue) for name, queue in plan.channels.items()}
        self.under_way = {}  # channel: operation that was sent and not acknowledged
        self.done, self.attempts = [], collections.Counter()

    def run(self):
        while not self.arena.stop and not self.is_finished():
            try:
                connection = Connection(self.arena.port, META, timeout=120)
            except Closed:  # the server is down for a moment
                time.sleep(.003)
                continue
            try:
                with connection:
                    self.pump(connection)
            except Silent as problem:
                return self.arena.violate(f"client {self.plan.client}: {problem}")
            except Closed:
                self.arena.count("connections lost")
            except (ValueError, KeyError) as problem:
                return self.arena.violate(f"client {self.plan.client}: a reply that can't be read: {problem!r}")

    def is_finished(self):
        return not self.under_way and not any(self.queues.values())

    def pump(self, connection):
        """Sends and receives until the plan is finished or the connection ends."""
        waiting, again = {}, collections.deque(self.under_way.items())
        self.arena.count("operations sent again", len(again))
        while not self.arena.stop:
            while len(waiting) < WINDOW:
                chosen = again.popleft() if again else self.choose(waiting)
                if not chosen:
                    break
                channel, operation = chosen
                data, number = connection.line(operation.method, operation.params)
                waiting[number] = chosen
                if channel:
                    self.under_way[channel] = operation
                    self.attempts[operation.number] += 1
                connection.send(data)
                if channel:
                    self.arena.sent.set()
            if not waiting:
                if self.is_finished():
                    return
                time.sleep(.002)
                continue
            reply = connection.receive()
            self.take(reply, waiting.pop(reply["id"]), again)

    def choose(self, waiting):
        """A channel and its next operation; no channel for a copy of an old one; None for a rest."""
        idle = [name for name, queue in self.queues.items() if queue and name not in self.under_way]
        open_ = self.arena.allows(len(self.done) + len(self.under_way))
        if self.done and self.stale and self.random.random() < (self.stale if open_ and idle else .3):
            self.arena.count("acknowledged operations sent again")
            return None, self.random.choice(self.done)
        if idle and open_:
            name = self.random.choice(idle)
            return name, self.queues[name].popleft()
        return None

    def take(self, reply, chosen, again):
        channel, operation = chosen
        if "error" not in reply:
            self.arena.acknowledged.set()
            if channel:
                del self.under_way[channel]
                self.done.append(operation)
                self.check(operation, reply["result"])
            return
        refusal = Refused(reply["error"])
        if refusal.retry_after is not None:
            self.arena.count("calls refused for a while")
            time.sleep(min(1, refusal.retry_after))
            if channel:
                again.append(chosen)
        elif channel or refusal.status != "NOT_FOUND":  # a late reaction may find its message deleted
            self.arena.violate(f"{operation.method} was refused: {refusal}")
            self.arena.stop = True

    def check(self, operation, result):
        """A first and only attempt must not be called a duplicate; no message may be counted twice."""
        if operation.method != "Ingest/Append":
            return
        count = len(operation.params["messages"])
        accepted, duplicates = result.get("accepted"), result.get("duplicates")
        self.arena.count("messages acknowledged", count)
        if not isinstance(accepted, int) or not isinstance(duplicates, int) or accepted + duplicates != count:
            self.arena.violate(f"Append of {count} was answered with {accepted} accepted, {duplicates} duplicates")
        elif self.attempts[operation.number] == 1 and duplicates:
            self.arena.violate(f"Append sent once was answered with {duplicates} duplicates")


def start_clients(arena, plans, seed, stale):
    clients = [Client(arena, plan, seed, stale) for plan in plans]
    for client in clients:
        client.start()
    return clients


def join(arena, clients, seconds):
    deadline = time.monotonic() + seconds
    for client in clients:
        client.join(max(0, deadline - time.monotonic()))
        if client.is_alive():
            arena.violate(f"client {client.plan.client} did not finish within {seconds} s")
    arena.stop = True


# The undisturbed run

def undisturbed(given, folder, plans, seed):
    arena, server = Arena(), Server(given.binary, folder)
    server.start()
    try:
        arena.port = server.port
        begin = time.monotonic()
        join(arena, start_clients(arena, plans, seed, 0), given.patience)
        print(f"undisturbed: {arena.counts['messages acknowledged']} messages and revisions acknowledged in {time.monotonic() - begin:.1f} s", flush=True)
        finish(given, arena, server, plans)
    finally:
        server.kill()
    return arena.violations, digest(given, folder, arena)


# The disturbed run

class Killer:
    """Starts the server, kills it at random moments, starts it again."""
    def __init__(self, given, arena, server, clients):
        self.given, self.arena, self.server, self.clients = given, arena, server, clients
        self.random = random.Random(f"{given.seed}/kills")
        self.starting = []

    def delay(self):
        return min(.4, .02 + self.random.expovariate(1 / .11))

    def run(self):
        for number in range(self.given.kills):
            if self.arena.stop:
                return
            if self.random.random() < .1 and number:
                self.server.spawn()
                self.arena.port = self.server.port
                time.sleep(self.delay() * .5)
                self.arena.count("kills while starting")
            else:
                self.start()
                if self.random.random() < .8:  # else: the kill falls into recovery
                    self.arena.acknowledged.wait(30)
                time.sleep(self.delay())
                if self.random.random() < .8:  # else: at any moment
                    self.arena.sent.clear()
                    self.arena.sent.wait(.2)
                    time.sleep(self.random.expovariate(1 / .002))
            self.kill(number)
        self.start()

    def start(self):
        self.arena.acknowledged.clear()
        begin = time.monotonic()
        self.server.start()
        self.starting.append(time.monotonic() - begin)
        self.arena.port, self.arena.born = self.server.port, time.monotonic()

    def kill(self, number):
        loaded = sum(bool(client.under_way) for client in self.clients)
        if not self.server.is_alive():
            self.arena.violate(f"before kill {number + 1} the server ended by itself: {self.server.output()}")
        self.server.kill()
        self.arena.count("kills")
        self.arena.count("kills with calls under way", bool(loaded))
        if self.server.environment:
            for path in glob.glob(os.path.join(self.server.data, "**", "*-shm"), recursive=True):
                os.remove(path)  # shared memory does not survive a power cut
        self.arena.lives += 1
        if (number + 1) % 50 == 0:
            print(f"  {number + 1} kills, {self.arena.counts['messages acknowledged']} messages and revisions acknowledged", flush=True)


def disturbed(given, folder, plans):
    arena = Arena(quota=given.operations_per_kill / len(plans))
    environment = {"LD_PRELOAD": given.library, "ROSEMARY_LOSTWRITES_ROOT": folder} if given.library else None
    server = Server(given.binary, folder, environment)
    server.start()
    server.stop()  # so that the folder is there
    arena.port = server.port
    clients = start_clients(arena, plans, given.seed, given.stale)
    killer = Killer(given, arena, server, clients)
    try:
        killer.run()
        arena.quota = None
        join(arena, clients, given.patience)
        server.stop()
        server.environment = None
        server.start()
        finish(given, arena, server, plans)
    except (StartFailure, Closed, Refused) as problem:
        arena.violate(f"{type(problem).__name__}: {problem}")
    finally:
        arena.stop = True
        server.kill()
    show_counts(arena, killer)
    return arena.violations, digest(given, folder, arena)


def show_counts(arena, killer):
    for what, n in sorted(arena.counts.items()):
        print(f"  {n:8d} {what}")
    if killer.starting:
        print(f"  {1e3 * sum(killer.starting) / len(killer.starting):8.0f} ms to start, on average; at most {1e3 * max(killer.starting):.0f} ms", flush=True)


# What must be there in the end

def finish(given, arena, server, plans):
    """Asks the running server for every message, then stops it as an operator would."""
    if arena.violations:
        return
    outcome = {name: expected for plan in plans for name, expected in plan.outcome.items()}
    with server.connect(META, timeout=120) as connection:
        check_every_message(arena, connection, list(outcome.items()))
        check_count(arena, connection, sum(expected.text is not None for expected in outcome.values()))
    status = server.stop()
    if status != 0:
        arena.violate(f"after SIGTERM the server ended with {status}: {server.output()}")


def check_every_message(arena, connection, outcome):
    """Every message is found by its own word, once, with its last text; a deleted one is not."""
    for first in range(0, len(outcome), 32):
        asked = {}
        for name, expected in outcome[first:first + 32]:
            data, number = connection.line("Query/Lookup", {"text": expected.word, "limit": 10})
            asked[number] = name, expected
            connection.send(data)
        while asked:
            reply = connection.receive()
            name, expected = asked.pop(reply["id"])
            if "error" in reply:
                arena.violate(f"Lookup of {name} was refused: {Refused(reply['error'])}")
                continue
            texts = [message["text"] for message in reply["result"]["messages"] if message["id"] == name]
            wanted = [] if expected.text is None else [expected.text]
            if texts != wanted:
                arena.violate(f"{name}: found {texts}, expected {wanted}")


def check_count(arena, connection, expected):
    """The number of messages that `Admin/Stats` gives, where it gives one."""
    stats = connection.patient_call("Admin/Stats")
    found = search(stats, ("messages", "message_count", "live_messages"))
    if isinstance(found, int) and found != expected:
        arena.violate(f"Admin/Stats counts {found} messages, there must be {expected}")


def digest(given, folder, arena):
    """What `rosemary verify` says of a stopped server's folder; its projection digest."""
    status, out, err = run(given.binary, "verify", "--data", folder, "--workspace", META["workspace"], "--json", seconds=900)
    try:
        report = json.loads(out)
    except ValueError:
        report = {}
    if status != 0 or search(report, ("ok", "valid", "passed")) is False:
        arena.violate(f"verify failed with {status}: {(out + err).strip()[:2000]}")
    found = search(report, ("projection_digest", "projectionDigest", "projection", "digest"))
    if not isinstance(found, str):
        arena.violate(f"verify gives no projection digest: {(out + err).strip()[:500]}")
    return found


def search(value, names):
    """The first field of one of these names, anywhere in a JSON value; earlier names win."""
    for name in names:
        waiting = [value]
        while waiting:
            one = waiting.pop()
            if isinstance(one, dict):
                if name in one and not isinstance(one[name], (dict, list)):
                    return one[name]
                waiting += one.values()
            elif isinstance(one, list):
                waiting += one
    return None


def parse():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=300)
    options.add_argument("--seed", type=int, default=int(time.time()), help="of the workload and of the kills; printed")
    options.add_argument("--clients", type=int, default=4)
    options.add_argument("--operations-per-kill", type=int, default=24, help="of all clients together, between two kills")
    options.add_argument("--stale", type=float, default=.05, help="share of calls that are copies of acknowledged ones")
    options.add_argument("--isolated", action="store_true", help="clients share no authors (to narrow a failure down)")
    options.add_argument("--once", action="store_true", help="run the undisturbed workload once only")
    options.add_argument("--preload", metavar="LIB", nargs="?", const="", help="run the server over the lost-writes layer")
    options.add_argument("--patience", type=int, default=600, help="seconds that a run without kills may take")
    options.add_argument("--keep", action="store_true", help="leave the data folders")
    add_binary_option(options)
    given = options.parse_args()
    require_binary(given.binary)
    return given


def library(given, folder):
    """The path of the lost-writes layer, built where none is named; None without --preload."""
    if given.preload is None or given.preload:
        return given.preload and os.path.abspath(given.preload)
    path = os.path.join(folder, "lostwrites.so")
    source = os.path.join(ROOT, "tools", "lostwrites", "lostwrites.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", path, source, "-ldl", "-pthread"], check=True)
    return path


def torture(given, place):
    given.library = library(given, place)
    operations = max(10, given.kills * given.operations_per_kill // given.clients)
    plans = [Plan(i, operations, given.seed, given.isolated) for i in range(given.clients)]
    messages = sum(len(plan.outcome) for plan in plans)
    print(f"seed {given.seed}: {given.clients} clients, {given.clients * operations} operations, {messages} messages, "
          f"{given.kills} {'power cuts' if given.library else 'kills'}; folders in {place if given.keep else 'a temporary place'}", flush=True)
    violations, digests = [], []
    for name in ("undisturbed",) if given.once else ("undisturbed", "undisturbed-again"):
        found, one = undisturbed(given, os.path.join(place, name), plans, f"{given.seed}/{name}")
        violations += [f"{name}: {text}" for text in found]
        digests.append(one)
    if len(set(digests)) > 1:
        violations.append(f"two undisturbed runs differ: {' and '.join(map(str, digests))}")
    if violations:
        return violations
    found, one = disturbed(given, os.path.join(place, "disturbed"), plans)
    violations += found
    if one != digests[0]:
        violations.append(f"the projection digest is {one}, the undisturbed run's is {digests[0]}")
    print(f"projection digest {one}")
    return violations


def main():
    given = parse()
    with Folder("torture", given.keep) as place:
        for name in ("undisturbed", "undisturbed-again", "disturbed"):
            os.mkdir(os.path.join(place, name))
        try:
            violations = torture(given, place)
        except (StartFailure, Closed, Refused) as problem:
            violations = [f"{type(problem).__name__}: {problem}"]
    for text in violations:
        print(f"VIOLATION {text}")
    print(f"{'FAILED' if violations else 'ok'}: {len(violations)} violations, seed {given.seed}")
    sys.exit(1 if violations else 0)


if __name__ == "__main__":
    main()
