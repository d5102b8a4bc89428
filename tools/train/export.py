"""Writes what train.py made as one compact model file, and reads it back.

  export.py run/NAME.pickle ../../Data/english/parser.model

The format. A text header, lines ending in \\n:
  rosemary-model 1
  tensor NAME TYPE ROWS COLUMNS OFFSET BYTES     TYPE is i8, f16, f32, i32 or u64
  labels NAME COUNT                              then COUNT lines, one a label
  option NAME VALUE
  end
Then, at the next multiple of 64, the tensors: OFFSET counts from there, values are little-endian, row after row. An i8
tensor is its ROWS × COLUMNS bytes, then ROWS f32 scales: value = byte · scale of its row.
"""
import pickle, sys
import numpy as np
from features import FEATURES, fnv1a

BYTES = {"f16": "<f2", "f32": "<f4", "i32": "<i4", "u64": "<u8"}


def quantised(matrix):
    scale = np.maximum(np.abs(matrix).max(1), 1e-8) / 127
    return np.clip(np.rint(matrix / scale[:, None]), -127, 127).astype(np.int8).tobytes() + scale.astype("<f4").tobytes()


def write(path, tensors, labels, options):
    lines, body = ["rosemary-model 1"], bytearray()
    for name, (kind, array) in tensors.items():
        matrix = np.atleast_2d(array)
        blob = quantised(matrix.astype(np.float32)) if kind == "i8" else np.ascontiguousarray(matrix).astype(BYTES[kind]).tobytes()
        lines.append(f"tensor {name} {kind} {matrix.shape[0]} {matrix.shape[1]} {len(body)} {len(blob)}")
        body += blob + bytes(-len(blob) % 64)
    for name, values in labels.items():
        lines += [f"labels {name} {len(values)}", *values]
    lines += [f"option {k} {v}" for k, v in options.items()] + ["end", ""]
    header = "\n".join(lines).encode("utf-8")
    with open(path, "wb") as f:
        f.write(header + bytes(-len(header) % 64) + body)
    return len(header) + len(body)


def read(path):
    """Tensors as arrays (i8 ones scaled back to f32), labels, options."""
    blob = open(path, "rb").read()
    start, tensors, labels, options, pending = 0, {}, {}, {}, []
    while True:
        end = blob.index(b"\n", start)
        line, start = blob[start:end].decode("utf-8"), end + 1
        if line == "end":
            break
        kind, _, rest = line.partition(" ")
        if kind == "labels":
            name, count = rest.split()
            labels[name] = []
            for _ in range(int(count)):
                end = blob.index(b"\n", start)
                labels[name].append(blob[start:end].decode("utf-8"))
                start = end + 1
        elif kind == "option":
            options.update([rest.split(" ", 1)])
        elif kind == "tensor":
            pending.append(rest.split())
    base = start + -start % 64
    for name, kind, rows, columns, offset, _ in pending:
        rows, columns, at = int(rows), int(columns), base + int(offset)
        if kind == "i8":
            values = np.frombuffer(blob, np.int8, rows * columns, at).reshape(rows, columns).astype(np.float32)
            tensors[name] = values * np.frombuffer(blob, "<f4", rows, at + rows * columns)[:, None]
        else:
            tensors[name] = np.frombuffer(blob, BYTES[kind], rows * columns, at).reshape(rows, columns)
    return tensors, labels, options


def main(source, target):
    saved = pickle.load(open(source, "rb"))
    p = saved["parameters"]
    keys = np.array([fnv1a(0, n) for n in saved["norms"]], np.uint64)
    assert len(set(keys.tolist())) == len(keys), "two words share a key"
    order = np.argsort(keys)
    learned = np.array([saved["learned"].get(n, 0) for n in saved["norms"]], np.int32)
    embeddings = {name for name, _ in FEATURES} | {"word"}
    vectors = np.concatenate([p["unknown"][None], p["vectors"][1:][order]])
    tensors = {"word.keys": ("u64", keys[order]), "word.learned": ("i32", learned[order]), "vectors": ("i8", vectors)}
    for name, value in p.items():
        if name in ("vectors", "unknown"):
            continue
        kind = "i8" if name in embeddings else "f16" if name.endswith((".weight", ".bilinear", ".out", ".relative", "project")) else "f32"
        tensors[name] = (kind, value)
    print(write(target, tensors, saved["labels"], {"encoder": saved["encoder"]}), "bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
