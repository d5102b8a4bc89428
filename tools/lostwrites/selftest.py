#!/usr/bin/env python3
"""Proves that the lost-writes layer does what it says, and that it can be seen to fail.

  selftest.py                 200 kills of SQLite, 40 random file histories
  selftest.py --kills 20      quicker

1. Random histories of file calls under the layer agree with a plain model while the process lives; after
   SIGKILL the disk holds what the model held at its last sync, byte for byte.
2. SQLite (WAL, synchronous=FULL) killed at random moments: every committed row is there, integrity_check ok.
3. The same with synchronous=OFF: rows do get lost. Without this the second check would prove nothing.
Python standard library and a C compiler.
"""
import argparse, mmap, os, random, shutil, signal, sqlite3, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))


def build(folder):
    """Compiles the layer into a folder; returns the library's path."""
    library = os.path.join(folder, "lostwrites.so")
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-o", library,
                    os.path.join(HERE, "lostwrites.c"), "-ldl", "-pthread"], check=True)
    return library


def spawn(library, root, *arguments):
    environment = dict(os.environ, LD_PRELOAD=library, ROSEMARY_LOSTWRITES_ROOT=root)
    return subprocess.Popen([sys.executable, os.path.abspath(__file__), *arguments], env=environment,
                            stdout=subprocess.PIPE, text=True)


# Random histories. The child runs `history`, whose model says what each call must return.

class Model:
    """What a file holds for the process, and what the disk holds."""
    def __init__(self):
        self.seen, self.synced = bytearray(), b""

    def write(self, at, data):
        if len(self.seen) < at:
            self.seen.extend(bytes(at - len(self.seen)))
        self.seen[at:at + len(data)] = data

    def resize(self, size):
        del self.seen[size:]
        self.seen.extend(bytes(size - len(self.seen)))


def step(random_, paths, models, descriptors):
    """One random call on one of the files, checked against its model."""
    i = random_.randrange(len(paths))
    model, fd = models[i], random_.choice(descriptors[i])
    kind = random_.choice(("write",) * 5 + ("append", "writev", "pwritev", "fallocate", "mapping", "written through", "resize", "read", "read", "seek", "size", "sync", "reopen", "duplicate", "empty"))
    at, data = random_.randrange(20_000), random_.randbytes(random_.choice((1, 30, 4096, 9000)))
    if kind == "write":
        assert os.pwrite(fd, data, at) == len(data)
        model.write(at, data)
    elif kind == "append":
        extra = os.open(paths[i], os.O_WRONLY | os.O_APPEND)
        assert os.write(extra, data) == len(data)
        os.close(extra)
        model.write(len(model.seen), data)
    elif kind == "writev":
        os.lseek(fd, at, os.SEEK_SET)
        assert os.writev(fd, [data[:10], data[10:]]) == len(data)
        assert os.lseek(fd, 0, os.SEEK_CUR) == at + len(data)
        model.write(at, data)
    elif kind == "pwritev":
        assert os.pwritev(fd, [data[:1], data[1:]], at) == len(data)
        model.write(at, data)
        halves = [bytearray(5), bytearray(3000)]
        count = os.preadv(fd, halves, at)
        assert b"".join(halves)[:count] == bytes(model.seen[at:at + 3005])
    elif kind == "fallocate":
        os.posix_fallocate(fd, at, 5000)
        model.resize(max(len(model.seen), at + 5000))
    elif kind == "mapping":
        if model.seen:
            with mmap.mmap(fd, len(model.seen), prot=mmap.PROT_READ) as mapping:
                assert mapping[:] == bytes(model.seen), "mapping"
    elif kind == "written through":
        extra = os.open(paths[i], os.O_WRONLY | os.O_DSYNC)
        os.pwrite(extra, data, at)
        os.close(extra)
        model.write(at, data)
        model.synced = bytes(model.seen)
    elif kind == "resize":
        os.ftruncate(fd, at) if random_.random() < .7 else os.truncate(paths[i], at)
        model.resize(at)
    elif kind == "empty":
        os.close(os.open(paths[i], os.O_WRONLY | os.O_TRUNC))
        model.resize(0)
    elif kind == "read":
        assert os.pread(fd, 7000, at) == bytes(model.seen[at:at + 7000]), "read"
    elif kind == "seek":
        assert os.lseek(fd, 0, os.SEEK_END) == len(model.seen)
        assert os.read(fd, 10) == b""
    elif kind == "size":
        assert os.fstat(fd).st_size == os.stat(paths[i]).st_size == os.path.getsize(paths[i]) == len(model.seen)
    elif kind == "sync":
        random_.choice((os.fsync, os.fdatasync))(fd)
        model.synced = bytes(model.seen)
    elif kind == "duplicate":
        descriptors[i].append(os.dup(fd))
        os.dup2(random_.choice(descriptors[i]), fd)
    elif len(descriptors[i]) > 1 or random_.random() < .5:  # reopen, at times after the last close
        descriptors[i].remove(fd)
        os.close(fd)
        if not descriptors[i]:
            descriptors[i].append(os.open(paths[i], os.O_RDWR))


def history(folder, seed):
    """Runs in the child: many steps, then says what must be on the disk, by writing it outside the root."""
    random_ = random.Random(seed)
    paths = [os.path.join(folder, "root", name) for name in ("one", "two", "three")]
    models, descriptors = [Model() for _ in paths], [[os.open(path, os.O_RDWR | os.O_CREAT)] for path in paths]
    for _ in range(400):
        step(random_, paths, models, descriptors)
    os.rename(paths[2], paths[2] + "-renamed")
    for path, model in zip(paths, models):
        with open(os.path.join(folder, os.path.basename(path)), "wb") as expected:
            expected.write(model.synced)
    print("ready", flush=True)
    time.sleep(60)


def check_histories(library, folder, count, seed):
    failures = 0
    for i in range(count):
        place = os.path.join(folder, f"history-{i}")
        os.makedirs(os.path.join(place, "root"))
        child = spawn(library, os.path.join(place, "root"), "--history", place, "--seed", str(seed + i))
        answer = child.stdout.readline().strip()
        child.kill()
        child.wait()
        same = answer == "ready"
        for name, real in (("one", "one"), ("two", "two"), ("three", "three-renamed")):
            if same:
                with open(os.path.join(place, name), "rb") as expected, open(os.path.join(place, "root", real), "rb") as found:
                    same = expected.read() == found.read()
        if not same:
            failures += 1
            print(f"  history with seed {seed + i}: {'the disk differs from the model' if answer else 'a call returned something else'}")
        shutil.rmtree(place)
    print(f"{'ok    ' if not failures else 'FAILED'} {count} random histories agree with a plain model, {failures} do not")
    return failures == 0


# SQLite.

def payload(i):
    return (f"row {i} " * (1 + i * 7919 % 400)).encode()


def commit_forever(path, synchronous):
    """Runs in the child: commits rows and says the number of each once it is committed."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute(f"PRAGMA synchronous={synchronous}")
    database.execute("PRAGMA wal_autocheckpoint=30")
    database.execute("CREATE TABLE IF NOT EXISTS row(id INTEGER PRIMARY KEY, data BLOB NOT NULL, reversed TEXT UNIQUE)")
    last = database.execute("SELECT coalesce(max(id), 0) FROM row").fetchone()[0]
    while True:
        database.execute("BEGIN IMMEDIATE")
        for i in range(last + 1, last + 1 + 1 + last % 5):
            database.execute("INSERT INTO row VALUES (?, ?, ?)", (i, payload(i), str(i)[::-1] + "."))
            last = i
        database.execute("COMMIT")
        sys.stdout.write(f"{last}\n")
        sys.stdout.flush()


def kill_at_random(library, root, path, synchronous, random_):
    """One life of the child; the last row that it said was committed, or None."""
    child = spawn(library, root, "--commit", path, "--synchronous", synchronous)
    first = child.stdout.readline()
    time.sleep(min(0.3, random_.expovariate(1 / 0.04)))
    child.send_signal(signal.SIGKILL)
    said = [first] + child.stdout.read().splitlines(keepends=True)
    child.wait()
    whole = [int(line) for line in said if line.endswith("\n")]
    if os.path.exists(path + "-shm"):
        os.remove(path + "-shm")
    return whole[-1] if whole else None


def inspect(path):
    """What the disk holds: the number of rows, and what is wrong with them."""
    try:
        database = sqlite3.connect(path)
        verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
        rows = database.execute("SELECT id, data FROM row ORDER BY id").fetchall()
        database.close()
    except sqlite3.DatabaseError as error:
        return 0, str(error)
    if verdict != "ok":
        return len(rows), verdict
    wrong = [i for n, (i, data) in enumerate(rows, 1) if i != n or data != payload(i)]
    return len(rows), f"row {wrong[0]} is not what was written" if wrong else None


def check_sqlite(library, folder, kills, seed, synchronous):
    """Kills SQLite again and again; returns how many lives lost a committed row or damaged the file."""
    random_, damaged, lost, committed = random.Random(seed), 0, 0, 0
    root = os.path.join(folder, f"sqlite-{synchronous}")
    os.makedirs(root)
    path = os.path.join(root, "test.sqlite")
    for _ in range(kills):
        acknowledged = kill_at_random(library, root, path, synchronous, random_)
        if acknowledged is None:
            raise SystemExit("FAILED the child under the layer did not commit anything")
        count, problem = inspect(path)
        committed = max(committed, acknowledged)
        lost += count < acknowledged
        damaged += problem is not None
        if problem or count < acknowledged:
            if synchronous == "FULL":
                print(f"  {acknowledged} rows were committed, the disk has {count}; {problem or 'intact'}")
            for suffix in ("", "-wal", "-shm"):
                if os.path.exists(path + suffix):
                    os.remove(path + suffix)
    return lost, damaged, committed


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--histories", type=int, default=40)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--history", help=argparse.SUPPRESS)
    options.add_argument("--commit", help=argparse.SUPPRESS)
    options.add_argument("--synchronous", default="FULL", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.history:
        return history(given.history, given.seed)
    if given.commit:
        return commit_forever(given.commit, given.synchronous)
    folder = tempfile.mkdtemp(prefix="lostwrites-")
    try:
        library = build(folder)
        fine = check_histories(library, folder, given.histories, given.seed)
        lost, damaged, rows = check_sqlite(library, folder, given.kills, given.seed, "FULL")
        fine &= not lost and not damaged
        print(f"{'FAILED' if lost or damaged else 'ok    '} synchronous=FULL: {given.kills} kills, {rows} rows committed, "
              f"{lost} times rows were lost, {damaged} times the file was damaged")
        some = max(10, given.kills // 10)
        lost, damaged, rows = check_sqlite(library, folder, some, given.seed, "OFF")
        fine &= lost > 0
        print(f"{'ok    ' if lost else 'FAILED'} synchronous=OFF: {some} kills, {lost} times rows were lost (that must be more than 0), "
              f"{damaged} times the file was damaged")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
