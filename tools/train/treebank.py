"""Reads CoNLL-U, and lemmas as edit scripts."""


def sentences(path):
    """Lists of rows (ten strings or more), one row a syntactic word."""
    rows = []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line:
            if rows:
                yield rows
            rows = []
        elif line[0] != "#":
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
    if rows:
        yield rows


def script(form, lemma):
    """How to make the lemma: 'k' keeps the form's case, 'l' lowers it; then cut that many scalars and append.

    '=' stands for the whole lemma where nothing of the form is kept.
    """
    lowered = form.lower()
    case, form = ("l", lowered) if lemma == lemma.lower() else ("k", form)
    kept = 0
    while kept < min(len(form), len(lemma)) and form[kept] == lemma[kept]:
        kept += 1
    if kept == 0:
        return "=" + lemma
    return f"{case}{len(form) - kept}+{lemma[kept:]}"


def apply(script, form):
    if script[0] == "=":
        return script[1:]
    cut, added = script[1:].split("+", 1)
    base = form.lower() if script[0] == "l" else form
    return base[:max(len(base) - int(cut), 0)] + added or form
