"""What the tools share: a client of the line protocol, and a server that is started, stopped and killed.

Not a program. `bench.py`, `torture.py` and `garbage.py` import it. Python standard library only.
"""
import json, os, shutil, signal, socket, subprocess, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.path.join(ROOT, "..", "shared", "data")
BINARY = os.path.join(ROOT, ".build", "release", "rosemary")
PREFIX = "rosemary.v1."


class Refused(Exception):
    """The server answered with an error."""
    def __init__(self, error):
        self.error = error if isinstance(error, dict) else {}
        data = self.error.get("data")
        self.data = data if isinstance(data, dict) else {}
        super().__init__(f"{self.status}: {self.error.get('message')}")

    @property
    def status(self):
        return self.data.get("status", "NO_STATUS")

    @property
    def retry_after(self):
        """Seconds to wait before trying again, or None where the call must not be repeated."""
        if self.status not in ("RESOURCE_EXHAUSTED", "UNAVAILABLE"):
            return None
        return self.data.get("retry_after_ms", 20) / 1e3


class Closed(Exception):
    """The connection ended."""


class Silent(Closed):
    """No reply within the time-out, on a connection that is open."""


class Connection:
    """One connection: lines out, lines in. Not for several threads."""
    def __init__(self, port, meta=None, timeout=60):
        try:
            self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        except OSError as error:
            raise Closed(f"can't connect: {error}") from error
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file, self.meta, self.last_id = self.socket.makefile("rb", 1 << 16), meta, 0

    def line(self, method, params=None):
        """The bytes of a call and its id."""
        self.last_id += 1
        params = dict(params or {})
        if self.meta is not None:
            params.setdefault("_meta", self.meta)
        return encode(self.last_id, method, params), self.last_id

    def send(self, data):
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise Closed(str(error)) from error

    def receive_line(self):
        try:
            line = self.file.readline()
        except socket.timeout as error:
            raise Silent(f"no reply within {self.socket.gettimeout():.0f} s") from error
        except OSError as error:
            raise Closed(str(error)) from error
        if not line.endswith(b"\n"):
            raise Closed("the connection ended")
        return line

    def receive(self):
        return json.loads(self.receive_line())

    def call(self, method, params=None):
        """One call and its result. Raises `Refused` or `Closed`."""
        data, number = self.line(method, params)
        self.send(data)
        while True:
            reply = self.receive()
            if reply.get("id") == number:
                break
        if "error" in reply:
            raise Refused(reply["error"])
        return reply["result"]

    def patient_call(self, method, params=None, seconds=60):
        """A call that is repeated while the server says that it is busy."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return self.call(method, params)
            except Refused as refusal:
                if refusal.retry_after is None or time.monotonic() > deadline:
                    raise
                time.sleep(refusal.retry_after)

    def close(self):
        try:
            self.file.close()
            self.socket.close()
        except OSError:
            pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def encode(number, method, params):
    call = {"jsonrpc": "2.0", "id": number, "method": PREFIX + method, "params": params}
    return json.dumps(call, separators=(",", ":")).encode() + b"\n"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class StartFailure(Exception):
    """The server did not come up; says what it wrote to stderr."""


class Server:
    """`rosemary serve` on a free loopback port."""
    def __init__(self, binary, data, environment=None):
        self.binary, self.data, self.environment = binary, data, environment
        self.process, self.port, self.log = None, None, None

    def spawn(self):
        """Starts the process and does not wait for it."""
        self.port = free_port()
        self.log = tempfile.TemporaryFile()
        command = [self.binary, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
                                        env=dict(os.environ, **(self.environment or {})))
        return self

    def start(self, seconds=60):
        """Starts the process and waits until it answers `Admin/Health`."""
        self.spawn()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise StartFailure(f"the server ended with {self.process.returncode}: {self.output()}")
            try:
                with Connection(self.port, timeout=5) as connection:
                    connection.call("Admin/Health")
                    return self
            except (Closed, Refused):
                time.sleep(0.005)
        self.kill()
        raise StartFailure(f"the server did not answer within {seconds} s: {self.output()}")

    def output(self, bytes_=4000):
        """The end of what the server wrote to stdout and stderr."""
        self.log.seek(0, os.SEEK_END)
        self.log.seek(max(0, self.log.tell() - bytes_))
        return self.log.read().decode("utf-8", "replace").strip()

    def stop(self, seconds=60):
        """SIGTERM, and waits; returns the exit status (negative: a signal)."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise StartFailure(f"the server did not stop within {seconds} s of SIGTERM: {self.output()}") from None

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        if self.process:
            self.process.wait()

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def peak_memory(self):
        """The highest resident size so far, in bytes."""
        with open(f"/proc/{self.process.pid}/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        return 0

    def connect(self, meta=None, timeout=60):
        return Connection(self.port, meta, timeout)


class Folder:
    """A temporary folder that goes away at the end of a `with`, unless it shall be kept."""
    def __init__(self, name, keep=False):
        self.name, self.keep = name, keep

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix=f"rosemary-{self.name}-")
        return self.path

    def __exit__(self, *_):
        if not self.keep:
            shutil.rmtree(self.path, ignore_errors=True)


def folder_bytes(path):
    return sum(os.path.getsize(os.path.join(place, name)) for place, _, names in os.walk(path) for name in names)


def run(binary, *arguments, seconds=300, environment=None):
    """One invocation of the command line: exit status, stdout, stderr."""
    done = subprocess.run([binary, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds,
                          env=dict(os.environ, **(environment or {})))
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def add_binary_option(options):
    options.add_argument("--binary", default=BINARY, help="the server to run (default: the release build of this checkout)")


def require_binary(path):
    if not os.access(path, os.X_OK):
        raise SystemExit(f"no server at {os.path.relpath(path)}: build it with `swift build -c release`, or say --binary")
