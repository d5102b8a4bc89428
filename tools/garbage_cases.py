"""Bad lines for `garbage.py`: what is sent, and what the error must say. Not a program.

A case is `(name, line, mentions)`: the error's message must hold one of `mentions` (any, where there is none).
`OK` instead of mentions: the line is unusual but right, and must get a result. `ANY`: either will do, as
long as it is answered.
"""
import json, random

OK, ANY = "ok", "any"
LINE_BYTES, DEPTH, TEXT_BYTES, ID_BYTES, APPEND, RESULTS = 1 << 20, 64, 256 << 10, 256, 2000, 1000
META = {"workspace": "garbage", "principal": "gardener"}
MESSAGE = {"id": "bad-1", "channel": "garden", "author": "gardener", "sent_at": "2024-05-01T10:00:00Z", "text": "weeds"}


def line(service, params=None, meta=META, **envelope):
    call = {"jsonrpc": "2.0", "id": 1, "method": "rosemary.v1." + service}
    if params is not None:
        call["params"] = dict(params, _meta=meta) if meta is not None and isinstance(params, dict) else params
    return json.dumps(dict(call, **envelope)).encode()


def append(**changes):
    return line("Ingest/Append", {"messages": [dict(MESSAGE, **changes)]})


def lookup(**params):
    return line("Query/Lookup", dict({"text": "roses"}, **params))


def padded(size):
    """A right call of exactly so many bytes."""
    call = line("Admin/Health")
    return call[:-1] + b" " * (size - len(call)) + b"}"


def malformed():
    texts = [b"hello", b"{", b'{"jsonrpc":"2.0","id":1,', b"{'jsonrpc':'2.0'}", b'{"jsonrpc":"2.0","id":1,}', b'"', b"[", b"]",
             b'{"jsonrpc":"2.0","id":1}{"id":2}', b'{"id":NaN}', b'{"id":01}', b'{"id":+1}', b'{"id":1.}', b'{"a":"\x01"}',
             b'{"a":"\\x"}', b'{"a":"\\u12"}', b'{"a":"\\ud800"}', b"nul", b"truefalse", b"\xef\xbb\xbf{}", b"GET / HTTP/1.1\r"]
    for text in texts:
        yield f"malformed JSON {text[:28]!r}", text, ()
    for text in (b"null", b"42", b'"text"', b"true", b"[]", b"{}"):
        yield f"JSON that is no call {text!r}", text, ()
    yield "a batch array", b"[" + line("Admin/Health") + b"," + line("Admin/Health") + b"]", ()


def envelopes():
    yield "jsonrpc 1.0", line("Admin/Health", jsonrpc="1.0"), ("jsonrpc",)
    yield "no jsonrpc", b'{"id":1,"method":"rosemary.v1.Admin/Health"}', ("jsonrpc",)
    for method in (7, None, [], {}):
        yield f"method {json.dumps(method)}", line("", method=method), ("method",)
    for number in ({}, [], True, 1.5, "x" * 5000):
        yield f"id {json.dumps(number)[:12]}", line("Admin/Health", id=number), ("id",)
    yield "id of 30 digits", b'{"jsonrpc":"2.0","id":123456789012345678901234567890,"method":"rosemary.v1.Admin/Health"}', ANY
    for params in ([], "text", 7, [1, 2]):
        yield f"params {json.dumps(params)}", line("Query/Lookup", params), ("params",)
    for method in ("Query/Nothing", "", "query/lookup", "Query/Lookup ", "../Admin/Health", "x" * 100_000):
        yield f"unknown method {method[:20]!r}", line(method), ("method",)
    yield "method without its package", line("", method="Query/Lookup"), ("method",)
    yield "a method given twice", line("Admin/Health")[:-1] + b',"method":"rosemary.v1.Admin/Stats"}', ANY


def metas():
    for method in ("Query/Lookup", "Ingest/Append", "Admin/Stats", "Interest/Top"):
        yield f"{method} without _meta", line(method, {}, meta=None), ("workspace", "principal", "_meta", "messages")
        yield f"{method} without params", line(method), ("workspace", "principal", "_meta", "messages")
    for meta in ({}, {"workspace": "garbage"}, {"principal": "gardener"}, {"workspace": None, "principal": None}):
        yield f"_meta {json.dumps(meta)}", line("Query/Lookup", {"text": "x"}, meta=meta), ("workspace", "principal")
    for meta in (7, "x", []):
        yield f"_meta {json.dumps(meta)}", line("Query/Lookup", {"text": "x", "_meta": meta}, meta=None), ("_meta",)
    for workspace in ("../../etc", "a/b", "..", ".", "", "\0", "x" * 5000, "Über", 7, {}):
        yield f"workspace {json.dumps(workspace)[:16]}", line("Query/Lookup", {"text": "x"}, dict(META, workspace=workspace)), ("workspace",)
    for principal in ("", "x" * 5000, 7, [], "a\nb"):
        yield f"principal {json.dumps(principal)[:12]}", line("Query/Lookup", {"text": "x"}, dict(META, principal=principal)), ("principal",)
    for deadline in (-1, 0, 1e30, "soon", 10**12):
        yield f"deadline_ms {json.dumps(deadline)}", line("Query/Lookup", {"text": "x"}, dict(META, deadline_ms=deadline)), ("deadline_ms",)


def fields():
    for method in ("Ingest/Append", "Ingest/Delete"):
        yield f"{method} with empty params", line(method, {}), ("messages",)
    yield "Ingest/React with empty params", line("Ingest/React", {}), ("message",)
    yield "Ingest/PutChannels with empty params", line("Ingest/PutChannels", {}), ("channels",)
    yield "Ingest/PutUsers with empty params", line("Ingest/PutUsers", {}), ("users",)
    yield "an unknown field", lookup(colour="red"), ("colour",)
    yield "an unknown field of a message", append(colour="red"), ("colour",)
    for name in MESSAGE:
        yield f"a message without {name}", line("Ingest/Append", {"messages": [{k: v for k, v in MESSAGE.items() if k != name}]}), (name,)
        for value in (7, [], {}, True):
            yield f"{name} {json.dumps(value)}", append(**{name: value}), (name,)
    for value in ("x", 7, {}, [7], ["x"], [[]], [None]):
        yield f"messages {json.dumps(value)}", line("Ingest/Append", {"messages": value}), ("messages",)
    for value in ("yesterday", "", "2024-13-45T99:99:99Z", "999999999999-01-01T00:00:00Z", "-1", "2024-05-01T10:00:00Z\0"):
        yield f"sent_at {value!r}", append(sent_at=value), ("sent_at",)
    yield "wait: eventually", line("Ingest/Append", {"messages": [MESSAGE], "wait": "eventually"}), ("wait",)
    yield "attachments: text", append(attachments="text"), ("attachments",)
    yield "reactions: [7]", append(reactions=[7]), ("reactions",)
    yield "a kind of channel that there is not", line("Ingest/PutChannels", {"channels": [{"id": "c", "name": "c", "kind": "secret", "members": []}]}), ("kind",)
    yield "members: 7", line("Ingest/PutChannels", {"channels": [{"id": "c", "name": "c", "kind": "public", "members": 7}]}), ("members",)
    yield "a reaction to no message", line("Ingest/React", {"message": "no-such-message", "name": "eyes", "user": "u", "at": "2024-05-01T10:00:00Z"}), ("no-such-message", "message")


def numbers():
    for text in ("-1", "0", "1.5", "1e400", "-1e400", "9" * 30, str(10**18), "true", '"5"', "[]", str(RESULTS + 1), "1" * 100_000):
        yield f"limit {text[:20]}", lookup(limit="HERE").replace(b'"HERE"', text.encode()), ("limit", "number")
    yield "token_budget -5", lookup(token_budget=-5), ("token_budget",)
    yield "text 7", lookup(text=7), ("text",)
    yield "channels 7", lookup(channels=7), ("channels",)
    yield "Interest/Top limit -1", line("Interest/Top", {"limit": -1}), ("limit",)


def limits():
    yield f"a line of {LINE_BYTES} bytes", padded(LINE_BYTES), OK
    yield f"a line of {LINE_BYTES + 1} bytes", padded(LINE_BYTES + 1), (str(LINE_BYTES),)
    yield "a line of 3 MiB in one string", append(text="x" * (3 << 20)), (str(LINE_BYTES),)
    yield "a line of 2 MiB of brackets", b"[" * (2 << 20), (str(LINE_BYTES),)
    yield f"a text of {TEXT_BYTES + 1} bytes", append(text="x" * (TEXT_BYTES + 1)), (str(TEXT_BYTES),)
    yield f"an id of {ID_BYTES + 1} bytes", append(id="x" * (ID_BYTES + 1)), (str(ID_BYTES),)
    yield "an empty id", append(id=""), ("id",)
    yield f"{APPEND + 1} messages", line("Ingest/Append", {"messages": [dict(MESSAGE, id=f"bad-{i}") for i in range(APPEND + 1)]}), (str(APPEND),)
    yield "a question of 100,000 bytes", lookup(text="rose " * 20_000), ("text",)
    yield "a question of 3,000 words", lookup(text=" ".join(f"w{i}" for i in range(3000))), ANY


def nesting():
    for depth in (DEPTH + 1, 10_000, 300_000):
        yield f"{depth:,} arrays deep", b'{"jsonrpc":"2.0","id":1,"method":"rosemary.v1.Query/Lookup","params":' + b"[" * depth + b"]" * depth + b"}", (str(DEPTH),)
    yield "10,000 objects deep", b'{"a":' * 10_000 + b"1" + b"}" * 10_000, (str(DEPTH),)
    yield "10,000 open brackets", b"[" * 10_000, (str(DEPTH),)
    yield "brackets in a string are no nesting", lookup(text="[" * 1_000), OK


def encodings():
    for name, bytes_ in (("a lone 0xFF", b"\xff"), ("an overlong slash", b"\xc0\xaf"), ("a surrogate", b"\xed\xa0\x80"),
                         ("beyond Unicode", b"\xf5\x80\x80\x80"), ("half a character", b"\xe2\x82"), ("Latin-1", "für".encode("latin-1"))):
        yield f"invalid UTF-8: {name}", lookup(text="HERE").replace(b"HERE", bytes_), ("UTF-8",)
    yield "half a character at the end of the line", lookup() + b"\xe2\x82", ("UTF-8",)
    yield "UTF-16", lookup().decode().encode("utf-16-le").replace(b"\n", b""), ()
    yield "NUL in a text", append(id="nul", text="a\0b"), ANY
    yield "half a surrogate pair in a text", append(id="half").replace(b"weeds", b"\\ud83d"), ANY


def noise(seed, count=150):
    """Seeded bytes without newlines: none of them can be a call."""
    chooser = random.Random(seed)
    for i in range(count):
        bytes_ = chooser.randbytes(chooser.choice((1, 7, 100, 5_000))).replace(b"\n", b"").replace(b"\r", b"")
        yield f"noise {i}", b"\x80" + bytes_, ()
    for i in range(count):  # a right call with a few bytes of its parameters changed
        call = bytearray(append(id=f"flip-{seed}-{i}"))
        first = call.index(b'"params"')
        for _ in range(chooser.randint(1, 4)):
            call[chooser.randrange(first, len(call))] = chooser.choice(b'{}[]",:0\\ x')
        yield f"a damaged call {i}", bytes(call), ANY


def all_cases(seed):
    for section in (malformed(), envelopes(), metas(), fields(), numbers(), limits(), nesting(), encodings(), noise(seed)):
        yield from section
