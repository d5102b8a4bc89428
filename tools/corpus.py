"""Real messages and real questions, in a fixed order, for the tools. Not a program; standard library only."""
import datetime, glob, json, os, random, re

from harness import DATA

EPOCH = datetime.datetime(1970, 1, 1)


def iso(moment):
    return moment.isoformat(timespec="milliseconds") + "Z"


def require_data():
    if not os.path.isdir(os.path.join(DATA, "slack")):
        raise SystemExit("the real data is absent: ../shared/data, from the root of the project")


def slack_messages():
    """Both Slack workspaces: one message an entry, its id from workspace, channel and ts."""
    for path in sorted(glob.glob(os.path.join(DATA, "slack", "*", "*", "*.json"))):
        workspace, channel = path.split(os.sep)[-3:-1]
        with open(path, encoding="utf-8") as file:
            for entry in json.load(file):
                name = f"{workspace}-{channel}"
                yield {"id": f"{name}/{entry['ts']}", "channel": name, "author": entry.get("user") or "unknown",
                       "sent_at": iso(EPOCH + datetime.timedelta(seconds=float(entry["ts"]))), "text": entry.get("text", "")}


def meeting_messages():
    """Every meeting is a channel, every turn a message."""
    for number, path in enumerate(meeting_paths()):
        with open(path, encoding="utf-8") as file:
            meeting = json.load(file)
        name = "meeting-" + os.path.basename(path)[:-5]
        start = datetime.datetime(2022, 1, 3, 9) + datetime.timedelta(days=number)
        for i, turn in enumerate(meeting["meeting_transcripts"]):
            yield {"id": f"{name}/{i}", "channel": name, "author": f"{name}/{turn['speaker']}",
                   "sent_at": iso(start + datetime.timedelta(seconds=15 * i)), "text": turn["content"]}


def meeting_paths():
    return sorted(glob.glob(os.path.join(DATA, "meetings", "*", "*.json")))


def messages(size):
    """So many real messages: Slack and meetings taken in turns, so that every size holds both."""
    require_data()
    sources, mixed = [slack_messages(), meeting_messages()], []
    while sources and len(mixed) < size:
        for source in list(sources):
            block = [message for _, message in zip(range(500), source)]
            if len(block) < 500:
                sources.remove(source)
            mixed += block
    if len(mixed) < size:
        raise SystemExit(f"there are {len(mixed)} real messages, fewer than {size}")
    return mixed[:size]


def questions(corpus, count, seed):
    """Real questions (a third of them about the meetings, a third from LoCoMo, a third snippets of messages)."""
    chooser, meetings, talks = random.Random(seed), [], []
    for path in meeting_paths():
        with open(path, encoding="utf-8") as file:
            meeting = json.load(file)
        meetings += [query["query"] for kind in ("general_query_list", "specific_query_list") for query in meeting.get(kind, [])]
    with open(os.path.join(DATA, "conversation", "locomo-dev4.json"), encoding="utf-8") as file:
        talks = [entry["question"] for sample in json.load(file) for entry in sample["qa"]]
    snippets = []
    while len(snippets) < count:
        words = re.findall(r"\S+", chooser.choice(corpus)["text"])
        first = chooser.randrange(max(1, len(words)))
        snippet = " ".join(words[first:first + chooser.randint(2, 9)])
        if re.search(r"\w{3}", snippet):
            snippets.append(snippet[:2000])
    mixed = [chooser.choice(source) for _ in range(count) for source in (meetings, talks, snippets)]
    chooser.shuffle(mixed)
    return mixed[:count]
