#!/usr/bin/env python3
"""Recall of gold evidence over the sample workspace's own questions, by Query/Lookup of a running server.

  rosemary ingest slack Data/lavender-labs --data DIR --workspace lavender-labs
  rosemary serve --data DIR --listen 127.0.0.1:7411 &
  tools/questions.py Data/lavender-labs/questions.jsonl --port 7411

Each question is asked by its own principal at the end of the five weeks. Prints recall at 1, 5 and 10 in percent,
over all and by topic; exits with 1 if a message was returned to somebody who may not read it.
Standard library only.
"""
import argparse, collections, json, statistics, sys

from harness import Connection

KS = (1, 5, 10)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("questions")
    options.add_argument("--port", type=int, default=7411)
    options.add_argument("--workspace", default="lavender-labs")
    options.add_argument("--now", default="2024-05-10T18:00:00Z")
    options.add_argument("--misses", action="store_true", help="print what was not found within ten")
    given = options.parse_args()
    client, scores, leaks = Connection(given.port), collections.defaultdict(lambda: collections.defaultdict(list)), 0
    for line in open(given.questions, encoding="utf-8"):
        question = json.loads(line)
        found = client.call("Query/Lookup", {
            "_meta": {"workspace": given.workspace, "principal": question["as"]},
            "text": question["question"], "limit": max(KS), "now": given.now})
        ranking = [f"{m['channel']}/{m['id']}" for m in found["messages"]]
        leaks += len(set(ranking) & set(question.get("forbidden", [])))
        gold = question["evidence"]
        if not gold:
            continue
        for k in KS:
            share = len(set(ranking[:k]) & set(gold)) / len(gold)
            scores["all"][k].append(share)
            scores[question["topic"]][k].append(share)
        if given.misses and not set(ranking) & set(gold):
            print("missed:", question["question"])
    for topic in sorted(scores, key=lambda t: (t != "all", t)):
        row = scores[topic]
        print(f"{topic:14s} n={len(row[1]):4d}  " + "  ".join(f"R@{k} {100 * statistics.mean(row[k]):5.1f}" for k in KS))
    print(f"leaks {leaks}")
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
