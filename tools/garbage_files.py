"""Bad files for `garbage.py`: damaged exports, damaged and newer databases, a full disk. Not a program."""
import json, os, random, shutil, sqlite3, stat, subprocess, time, zipfile

import garbage_cases as cases
from garbage_report import ask, check_alive, missing, problem_with, spelled
from harness import Closed, Refused, Server, StartFailure, run


# ingest

def export(path, damage=None):
    """A small Slack export; `damage` names the day file that is cut in half."""
    os.makedirs(os.path.join(path, "general"))
    write(path, "users.json", [{"id": "U1", "name": "ann", "profile": {"real_name": "Ann"}}])
    write(path, "channels.json", [{"id": "C1", "name": "general", "members": ["U1"], "created": 1_700_000_000, "creator": "U1"}])
    for day in range(1, 4):
        entries = [{"type": "message", "user": "U1", "text": f"day {day} entry {i}", "ts": f"{1_700_000_000 + 86_400 * day + i}.000100"} for i in range(50)]
        write(path, f"general/2023-11-{14 + day}.json", entries)
    if damage:
        whole = os.path.join(path, damage)
        os.truncate(whole, os.path.getsize(whole) // 2)
    return path


def write(path, name, value):
    with open(os.path.join(path, name), "w") as file:
        json.dump(value, file)


def zipped(folder, path, keep=1.0):
    shutil.make_archive(path[:-4], "zip", folder)
    os.truncate(path, int(os.path.getsize(path) * keep))
    return path


def check_ingest(report, server, place, seed):
    """Each import runs over a data folder of its own, and names the file that is wrong."""
    whole = export(os.path.join(place, "whole"))
    nonsense = os.path.join(place, "nonsense.zip")
    with open(nonsense, "wb") as file:
        file.write(random.Random(seed).randbytes(5000))
    bomb = os.path.join(place, "bomb.zip")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("users.json", "channels.json"):
            archive.write(os.path.join(whole, name), name)
        with archive.open("general/2023-11-15.json", "w", force_zip64=True) as member:
            for _ in range(300):
                member.write(bytes(1 << 20))
    os.mkdir(os.path.join(place, "empty"))
    refuse, skip = True, False
    for name, path, fails, mention in (
            ("a truncated zip", zipped(whole, os.path.join(place, "cut.zip"), .6), refuse, "cut.zip"),
            ("a zip cut in its directory", zipped(whole, os.path.join(place, "end.zip"), .98), refuse, "end.zip"),
            ("a file that is no zip", nonsense, refuse, "nonsense.zip"),
            ("a zip with a file of 300 MB", bomb, skip, "2023-11-15.json"),
            ("no such folder", os.path.join(place, "absent"), refuse, "absent"),
            ("an empty folder", os.path.join(place, "empty"), refuse, "empty"),
            ("a half-written day", export(os.path.join(place, "half"), "general/2023-11-16.json"), skip, "2023-11-16.json"),
            ("half-written channels.json", export(os.path.join(place, "half-channels"), "channels.json"), skip, "channels.json"),
            ("half-written users.json", export(os.path.join(place, "half-users"), "users.json"), skip, "users.json")):
        check_import(report, server.binary, place, name, path, fails, mention)
    check_unreadable(report, server.binary, place, whole)
    status, out, err = import_slack(server.binary, place, "whole", whole)
    report.check("the same export, whole, is imported", None if status == 0 else f"status {status}: {(out + err)[-300:]}")


def import_slack(binary, place, name, path, user=None):
    data = os.path.join(place, "data-" + name.replace(" ", "-"))
    os.makedirs(data, exist_ok=True)
    command = [binary, "ingest", "slack", path, "--data", data, "--workspace", "imported"]
    if user is not None:
        os.chown(data, user, user)
        command = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *command]
    return run(command[0], *command[1:], seconds=120)


def check_import(report, binary, place, name, path, fails, mention):
    status, out, err = import_slack(binary, place, name, path)
    said = out + err
    problem = None
    if status < 0 or "Fatal error" in said:
        problem = f"it crashed with {status}: {said[-300:]}"
    elif fails and status == 0:
        problem = f"it says that all is well: {said[-300:]}"
    elif mention not in said:
        problem = f"{mention} is not named: {said[-300:]}"
    report.check(f"ingest: {name}", problem, f"status {status}: {said.strip()[-160:]}")


def check_unreadable(report, binary, place, whole):
    name, locked = "ingest: an unreadable folder", os.path.join(place, "locked")
    shutil.copytree(whole, locked)
    os.chmod(os.path.join(locked, "general"), 0)
    user = None
    if os.geteuid() == 0:  # root reads everything, so the import runs as nobody
        user = 65534
        os.chmod(place, 0o755)
        if not shutil.which("setpriv") or run("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "test", "-x", binary)[0]:
            return report.skip(name, "root reads everything, and the binary can't be run as another user")
    status, out, err = import_slack(binary, place, "locked", locked, user)
    said = out + err
    problem = f"it crashed with {status}: {said[-300:]}" if status < 0 else None if "general" in said else f"the folder is not named (status {status}): {said[-300:]}"
    report.check(name, problem, f"status {status}: {said.strip()[-160:]}")
    os.chmod(os.path.join(locked, "general"), 0o755)


# folders

def check_folders(report, server, place, seed):
    check_second_server(report, server)
    check_damaged(report, server, place, "a database from a newer version", newer, ("newer", "version", "migration", "upgrade"))
    check_damaged(report, server, place, "a file that is no database", scribble, ("database",))
    check_alive(report, server, "damaged folders")


def check_second_server(report, server):
    second = Server(server.binary, server.data)
    try:
        second.start(20)
        problem = "it started"
    except StartFailure as failure:
        said = str(failure).lower()
        problem = None if server.data.lower() in said or "in use" in said or "another" in said or "already" in said else f"not clear: {failure}"
    finally:
        second.kill()
    report.check("a second server on the same folder is refused", problem)


def databases(folder):
    return [os.path.join(where, name) for where, _, names in os.walk(folder) for name in names if name.endswith(".sqlite")]


def newer(path):
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 999999")
    if database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'grdb_migrations'").fetchone()[0]:
        database.execute("INSERT INTO grdb_migrations VALUES ('999999 from the future')")
    database.commit()
    database.close()


def scribble(path):
    with open(path, "r+b") as file:
        file.write(b"this was a database once" * 400)


def copy_folder(source, target):
    """Regular files only: a socket or a pipe of the running server belongs to that server."""
    def others(where, names):
        return [name for name in names if not (os.path.isdir(os.path.join(where, name)) or stat.S_ISREG(os.lstat(os.path.join(where, name)).st_mode))]
    shutil.copytree(source, target, ignore=others)


def check_damaged(report, server, place, name, damage, mentions):
    """On a copy: refused clearly by the running server and by `verify`, and not changed by either."""
    data = os.path.join(place, damage.__name__)
    copy_folder(server.data, data)
    for path in databases(data):
        for suffix in ("-wal", "-shm"):
            if damage is scribble and os.path.exists(path + suffix):
                os.remove(path + suffix)
        damage(path)
    status, out, err = run(server.binary, "verify", "--data", data, "--workspace", cases.META["workspace"])
    clear = any(word in (out + err).lower() for word in mentions)
    report.check(f"verify: {name}", None if status > 0 and clear else f"status {status}: {(out + err)[-300:]}", (out + err).strip()[-160:])
    other = Server(server.binary, data)
    try:
        other.start()
        try:
            reply = ask(other, cases.lookup())
            problem = problem_with(reply, mentions)
        finally:
            other.stop()
    except (StartFailure, Closed, Refused) as failure:
        problem = None if any(word in str(failure).lower() for word in mentions) else str(failure)
    report.check(f"serve: {name}", problem)


# disk

def check_disk(report, server, place, seed, megabytes=6):
    if os.geteuid() != 0:
        return report.skip("a full disk", "mounting a tmpfs needs root")
    small = os.path.join(place, "small")
    os.mkdir(small)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", small], capture_output=True)
    if mounted.returncode:
        return report.skip("a full disk", mounted.stderr.decode().strip())
    try:
        fill_disk(report, server.binary, small, os.path.join(place, "roomy"), megabytes)
    finally:
        subprocess.run(["umount", "-l", small], check=True)


def fill_disk(report, binary, small, roomy, megabytes):
    ballast = os.path.join(small, "ballast")
    with open(ballast, "wb") as file:
        file.write(bytes(megabytes << 18))  # a quarter, to be freed later
    data = os.path.join(small, "data")
    os.mkdir(data)
    server = Server(binary, data).start()
    try:
        stored, refusals = append_until_refused(server, 0)
        report.check("a full disk is answered clearly", "it was never full" if not refusals else problem_with({"error": refusals[0]}, ("disk", "space", "full")),
                     f"after {len(stored)} messages: {refusals[0].get('message') if refusals else ''}")
        lost = missing(server, stored[::7])
        report.check("with the disk full, lookups go on", f"{len(lost)} messages are not found" if lost else None)
        os.remove(ballast)
        more, _ = append_until_refused(server, len(stored), 200)
        report.check("with space again, appends go on", None if more else "they do not, without a restart")
        stored += more
        server.kill()
        copy_folder(data, roomy)
    except (Closed, StartFailure) as failure:
        return report.check("a full disk", f"the server does not answer any more: {failure}; {server.output()}")
    finally:
        server.kill()
    check_copy(report, binary, roomy, stored)


def append_until_refused(server, first, most=20_000):
    """Appends small batches until one is refused for good; the messages that were acknowledged, the errors."""
    stored, refusals = [], []
    with server.connect(cases.META) as connection:
        while len(stored) < most and len(refusals) < 3:
            start = first + len(stored)
            batch = [dict(cases.MESSAGE, id=f"disk-{i}", text=f"{'a long story about roses and Project Lavender ' * 6}{spelled(i, 'qd')}") for i in range(start, start + 50)]
            try:
                connection.call("Ingest/Append", {"messages": batch, "wait": "queryable" if not refusals else "durable"})
                stored += batch
            except Refused as refusal:
                refusals.append(refusal.error)
                time.sleep(.1)
    return stored, refusals


def check_copy(report, binary, data, stored):
    """After a kill, on a disk with room: everything acknowledged is there, and verify passes."""
    server = Server(binary, data)
    try:
        server.start()
        lost = missing(server, stored)
        report.check(f"after the full disk all {len(stored)} acknowledged messages are there", f"{len(lost)} are lost, such as {lost[0]}" if lost else None)
        server.stop()
        status, out, err = run(binary, "verify", "--data", data, "--workspace", cases.META["workspace"], "--json")
        report.check("after the full disk verify passes", None if status == 0 else f"status {status}: {(out + err)[-300:]}")
    except StartFailure as failure:
        report.check("after the full disk the server starts", str(failure))
    finally:
        server.kill()
