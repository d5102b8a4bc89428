"""Writes what the plain reference says of a few sentences of our own, for the Swift port to agree with.

  golden.py MODEL > ../../Data/english/parser.golden.conllu
"""
import sys
import parse

SENTENCES = """I am feeling sick and ca n't come to the office tomorrow , can we reschedule the project meeting ?
@alice the Q3 launch slipped to 2024-05-02 , see https://example.org/plan
lol ok , will do
Tess said that João might have lost her keys in Zürich .
Why did n't anybody tell us ?
the build 's broken again :( ... who pushed to #release ?
Ship it !
We 've nominated three smaller companies , which Priya 's manager wo n't like .
👍""".split("\n")


def main():
    parser = parse.Parser(sys.argv[1])
    for text in SENTENCES:
        forms, detail = text.split(" "), {}
        rows = parser.parse(forms, detail)
        print(f"# state_sum = {detail['state'].sum():.4f}")
        print(f"# arc_sum = {detail['arcs'][detail['arcs'] > -5000].sum():.3f}")
        for i, (form, (upos, xpos, feats, lemma, head, relation)) in enumerate(zip(forms, rows), 1):
            print("\t".join([str(i), form, lemma, upos, xpos, feats, str(head), relation, "_", "_"]))
        print()


if __name__ == "__main__":
    main()
