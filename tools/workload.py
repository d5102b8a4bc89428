"""The torture run's workload: what each client does, and what must be there in the end. Not a program.

The outcome does not depend on how clients interleave: every client owns its channels and messages, the
operations of one channel are sent one after the other, each after the acknowledgement of the former, and
every operation is idempotent (a stale copy that arrives later changes nothing). Authors, names and words
are shared, so that the clients meet in the graph.
"""
import dataclasses, datetime, random

START = datetime.datetime(2024, 3, 4, 9)
PEOPLE = ["Alice", "Bob", "Carol", "Dmitri", "Erin", "Farid", "Grace", "Hiro"]
THINGS = ["Project Lavender", "the Basel office", "the budget", "invoice 4711", "the release", "the #kitchen plan",
          "https://example.org/plan", "the Thursday meeting", "Acme", "the data centre"]
PHRASES = ["{a} moved {t} to Friday", "I can't come tomorrow, can we reschedule {t}?", "{t} might be late, says {a}",
           "<@{a}> please review {t}", "no, {t} is not cancelled", "{a} and {b} agreed on {t}. It is done :tada:",
           "what happened to {t}, {a}?", "thanks!", "`rosemary verify` says {t} is fine, and {b} knows"]
REACTIONS = ["thumbsup", "tada", "eyes", "heart"]
LETTERS = "bcdfgkmvxz"


@dataclasses.dataclass
class Operation:
    method: str
    params: dict
    number: int


@dataclasses.dataclass
class Expected:
    """What the memory must say of one message in the end; a deleted one has no text."""
    word: str
    text: str


class Plan:
    """One client's operations, by channel, and the outcome."""
    def __init__(self, client, operations, seed, isolated):
        self.random = random.Random(f"{seed}/{client}")
        self.client, self.isolated = client, isolated
        self.channels = {f"torture-{client}-{i}": [] for i in range(6)}
        self.live = {name: [] for name in self.channels}
        self.messages, self.clock, self.outcome = 0, 0, {}
        kinds = [self.append] * 9 + [self.revise] * 4 + [self.delete] * 2 + [self.react] * 4
        for number in range(operations):
            channel = self.random.choice(list(self.channels))
            kind = self.random.choice(kinds) if self.live[channel] else self.append
            method, params = kind(channel)
            self.channels[channel].append(Operation(method, params, number))

    def append(self, channel):
        return self.sent([self.message(channel) for _ in range(self.random.choice((1, 1, 2, 5, 12)))])

    def revise(self, channel):
        some = self.some(channel)
        for message in some:
            message["edited_at"] = self.now()
            self.write(message)
        return self.sent([dict(message) for message in some])

    def delete(self, channel):
        some = self.some(channel)
        for message in some:
            self.live[channel].remove(message)
            self.outcome[message["id"]].text = None
        return "Ingest/Delete", {"messages": [message["id"] for message in some]}

    def react(self, channel):
        message = self.random.choice(self.live[channel])
        params = {"message": message["id"], "name": self.random.choice(REACTIONS), "user": self.person(), "at": self.now()}
        if self.random.random() < .3:
            params["removed"] = True
        return "Ingest/React", params

    def sent(self, messages):
        return "Ingest/Append", {"messages": messages, "wait": self.random.choice(("durable", "queryable"))}

    def some(self, channel):
        live = self.live[channel]
        return self.random.sample(live, min(len(live), self.random.choice((1, 1, 3))))

    def message(self, channel):
        self.messages += 1
        name = f"{channel}/{self.messages}"
        message = {"id": name, "channel": channel, "author": self.person(), "sent_at": self.now()}
        earlier = self.live[channel]
        if earlier and self.random.random() < .3:
            message["thread"] = message["reply_to"] = self.random.choice(earlier)["id"]
        self.outcome[name] = Expected(self.word(), None)
        self.write(message)
        self.live[channel].append(message)
        return dict(message)

    def write(self, message):
        """Gives a message a new text, which holds the word that finds it."""
        expected, topic = self.outcome[message["id"]], self.random.choice(THINGS)
        phrase = self.random.choice(PHRASES).format(a=self.person(), b=self.person(), t=topic)
        expected.text = message["text"] = f"{phrase} {expected.word}"

    def person(self):
        name = self.random.choice(PEOPLE)
        return f"{name}-{self.client}" if self.isolated else name

    def word(self):
        """A word that no other message has, and no stemmer touches."""
        digits = f"{self.client:02d}{self.messages:06d}"
        return "qz" + "".join(LETTERS[int(digit)] for digit in digits) + "q"

    def now(self):
        self.clock += 1
        return (START + datetime.timedelta(seconds=7 * self.clock + self.client)).strftime("%Y-%m-%dT%H:%M:%SZ")
