#!/usr/bin/env python3
"""Quotations of a news archive with Spark: partitions stream through `verbatim extract`, rows go to Parquet.

    spark-submit archive.py --verbatim /opt/verbatim --output out articles/*.ndjson pages-*.warc.gz tables/*.csv

Inputs are NDJSON (one article per line: `text`, and `id`, `title`, `url`, `outlet`, `author`, `published`), CSV with the
same columns, or WARC files. Tasks read NDJSON in pieces, by position; the program reads WARC itself, one file per task.
Inputs and output are files that every worker sees under the same path.

    out/quotations/batch=…/status=ok/month=2026-01/    one row per quotation
    out/quotations/batch=…/status=bad/month=unknown/   one row per record that could not be read, with the reason
    out/done/…                                         batches that are complete
    out/same/                                          the same words in several articles (--same exact or near)

Inputs are taken in batches. A batch that is done is skipped when the job is started again; one that was interrupted is
done again as a whole, so no row is there twice. No process holds more than a block of an archive. Tasks write Parquet
into out/_temporary and name the files; those that finished tasks name are moved at the end of the batch, so what a lost
executor leaves behind does not count.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import uuid

TEXT_FIELDS = ["article", "id", "speaker", "speaker_kind", "role", "text", "kind", "cue", "mention", "rule", "title",
               "url", "outlet", "author", "published"]
SCHEMA = ", ".join(f"{name} string" for name in TEXT_FIELDS) + \
    ", start long, end long, paragraph long, confidence double, error string, place string, status string, month string"

# Said before the records, so that the program takes them for NDJSON whatever the first of them looks like.
FIRST = b'{"id":"first","text":"."}\n'
BLOCK = 1 << 20
# Rows of so many bytes are held until they are written, a file per month.
HELD = 64 << 20
# A record that begins with its id needs no closer look before the program takes it.
HAS_ID = re.compile(rb'\s*\{\s*"id"\s*:\s*"[^"\\]')
# What a task reports about each file it has written.
WRITTEN = "file string, status string, month string, rows long"


def arrow_schema():
    import pyarrow as pa

    numbers = [("start", pa.int64()), ("end", pa.int64()), ("paragraph", pa.int64()), ("confidence", pa.float64())]
    words = [(name, pa.string()) for name in ["error", "place", "status", "month"]]
    return pa.schema([(name, pa.string()) for name in TEXT_FIELDS] + numbers + words)


def with_id(line):
    """The record with an id: its own, else one made of its bytes. `None` where it is no JSON object."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    if not isinstance(record, dict):
        return None
    if record.get("id") not in (None, ""):
        return line
    name = "r" + hashlib.sha256(line).hexdigest()[:16]
    return json.dumps({**record, "id": name}, ensure_ascii=False).encode()


def bad(reasons):
    """Rows for records that could not be read: (place, error)."""
    import pyarrow as pa

    schema, count = arrow_schema(), len(reasons)
    columns = {name: [None] * count for name in schema.names}
    columns.update(place=[place for place, _ in reasons], error=[error for _, error in reasons],
                   status=["bad"] * count, month=["unknown"] * count)
    return pa.RecordBatch.from_pydict(columns, schema=schema)


def rows(block):
    """Rows of NDJSON that the program printed."""
    import io

    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import json as arrow_json

    schema = arrow_schema()
    options = arrow_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore")
    reading = arrow_json.ReadOptions(block_size=max(len(block), 1 << 16))
    table = arrow_json.read_json(io.BytesIO(block), read_options=reading, parse_options=options)
    month = pc.utf8_slice_codeunits(table["published"], 0, 7)
    dated = pc.fill_null(pc.match_substring_regex(month, r"^\d{4}-\d{2}$"), False)
    table = table.set_column(table.schema.get_field_index("month"), "month",
                             pc.if_else(dated, month, pa.scalar("unknown")))
    ok = pa.array(["ok"] * len(table), pa.string())
    table = table.set_column(table.schema.get_field_index("status"), "status", ok)
    return table.select(schema.names).combine_chunks().to_batches()


def extract(program, options, feed, source):
    """Runs the program once. `feed` gives bytes for its standard input; `None` where it reads files itself."""
    with tempfile.TemporaryDirectory() as folder:
        errors = os.path.join(folder, "errors.ndjson")
        command = [program, "extract", "--format", "ndjson", "--threads", "1", "--errors", errors, *options]
        child = subprocess.Popen(command, stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        failed = []

        def write():
            try:
                for part in feed:
                    child.stdin.write(part)
                child.stdin.close()
            except BrokenPipeError:
                pass  # The exit code says what happened.
            except Exception as error:
                failed.append(error)
                child.kill()

        writer = threading.Thread(target=write, daemon=True) if feed else None
        try:
            if writer:
                writer.start()
            rest = b""
            while part := child.stdout.read1(BLOCK):
                rest += part
                if len(rest) >= BLOCK and (end := rest.rfind(b"\n") + 1):
                    yield from rows(rest[:end])
                    rest = rest[end:]
            if rest:
                yield from rows(rest)
            code = child.wait()
        finally:
            child.kill()
            child.wait()
        if writer:
            writer.join()
        if failed:
            raise failed[0]
        # 1: nothing was found. 2: something could not be read, which the errors name.
        if code not in (0, 1, 2) or (code == 2 and not os.path.exists(errors)):
            raise RuntimeError(f"verbatim ended with {code} on {source}")
        reasons = []
        if os.path.exists(errors):
            with open(errors, encoding="utf-8") as lines:
                for line in lines:
                    problem = json.loads(line)
                    reasons.append((f"{source} {problem.get('place', '')}", problem.get("error", "")))
                    if len(reasons) == 10_000:
                        yield bad(reasons)
                        reasons = []
        if reasons:
            yield bad(reasons)


def lines(path, start, end):
    """The lines of a file that begin in a piece of it, each with its position."""
    if path.lower().endswith(".gz"):
        import gzip

        file = gzip.open(path, "rb")
    else:
        file = open(path, "rb", buffering=BLOCK)
    with file:
        # The line that reaches into the piece belongs to the piece before.
        at = max(start - 1, 0)
        file.seek(at)
        if start:
            at += len(file.readline())
        while at < end and (line := file.readline()):
            yield at, line
            at += len(line)


def records(lines, broken):
    """Lines that are JSON objects, with an id, for the program; notes the others in `broken`."""
    yield FIRST
    held, size = [], 0
    for place, line in lines:
        if not line.strip():
            continue
        record = line if HAS_ID.match(line) else with_id(line.strip())
        if record is None:
            broken.append((place, "is no JSON object"))
            continue
        held.append(record.rstrip(b"\n"))
        size += len(record)
        if size >= BLOCK:
            held.append(b"")
            yield b"\n".join(held)
            held, size = [], 0
    held.append(b"")
    yield b"\n".join(held)


def of_pieces(program, options):
    """Rows of pieces of NDJSON files: (path, start, end)."""

    def run(batches):
        for batch in batches:
            for path, start, end in zip(*(column.to_pylist() for column in batch.columns)):
                broken = []
                places = ((f"{path} at byte {at}", line) for at, line in lines(path, start, end))
                yield from extract(program, [*options, "-"], records(places, broken), f"{path} from byte {start}")
                if broken:
                    yield bad(broken)

    return run


def of_records(program, options):
    """Rows of JSON objects, one per row of the column `value`."""

    def run(batches):
        broken = []
        values = (value.encode() for batch in batches for value in batch.column(0).to_pylist())
        named = (("record " + hashlib.sha256(line).hexdigest()[:16], line) for line in values)
        yield from extract(program, [*options, "-"], records(named, broken), "records")
        if broken:
            yield bad(broken)

    return run


def of_files(program, options):
    """Rows of files that the program reads itself, the path of one per row of the column `value`."""

    def run(batches):
        for batch in batches:
            for path in batch.column(0).to_pylist():
                yield from extract(program, [*options, path], None, path)

    return run


def written(rows_of, folder):
    """For `mapInArrow`: writes the rows to Parquet files in a folder, one per month, and gives a row per file."""

    def flush(held):
        import pyarrow as pa
        import pyarrow.parquet as parquet

        table = pa.Table.from_batches(held).sort_by([("status", "ascending"), ("month", "ascending")])
        keys = list(zip(table["status"].to_pylist(), table["month"].to_pylist()))
        plain = table.drop_columns(["status", "month"])
        os.makedirs(folder, exist_ok=True)
        start = 0
        for at in range(1, len(keys) + 1):
            if at == len(keys) or keys[at] != keys[start]:
                name = f"{uuid.uuid4().hex}.parquet"
                parquet.write_table(plain.slice(start, at - start), os.path.join(folder, name))
                yield name, *keys[start], at - start
                start = at

    def run(batches):
        import pyarrow as pa

        schema = pa.schema([("file", pa.string()), ("status", pa.string()), ("month", pa.string()),
                            ("rows", pa.int64())])
        held, size, files = [], 0, []
        for batch in rows_of(batches):
            held.append(batch)
            size += batch.nbytes
            if size >= HELD:
                files.extend(flush(held))
                held, size = [], 0
        if held:
            files.extend(flush(held))
        columns = zip(*files) if files else [[]] * len(schema)
        yield pa.RecordBatch.from_arrays([pa.array(column, field.type) for column, field in zip(columns, schema)],
                                         schema=schema)

    return run


def kind(path):
    name = path.lower()
    if name.endswith(".zst"):
        return "files"  # The program decompresses it.
    name = name.removesuffix(".gz")
    if name.endswith((".warc", ".arc")):
        return "files"
    return "csv" if name.endswith((".csv", ".tsv")) else "records"


def batches(paths, most):
    """Paths of one kind, together no more than so many bytes, each with the name of the batch."""
    groups, sizes = [], []
    for path in sorted(paths, key=lambda path: (kind(path), path)):
        stat = os.stat(path)
        fresh = not groups or kind(groups[-1][0][0]) != kind(path) or sizes[-1] + stat.st_size > most
        if fresh:
            groups.append([])
            sizes.append(0)
        groups[-1].append((path, stat.st_size, stat.st_mtime_ns))
        sizes[-1] += stat.st_size
    for group in groups:
        name = hashlib.sha256(repr(group).encode()).hexdigest()[:16]
        yield name, [path for path, _, _ in group]


def pieces(paths, size):
    """Pieces of so many bytes of NDJSON files; a compressed file is one piece."""
    for path in paths:
        length = os.path.getsize(path)
        if path.lower().endswith(".gz"):
            yield path, 0, 1 << 62
        else:
            yield from ((path, start, min(start + size, length)) for start in range(0, length, size))


def extracted(spark, paths, arguments, folder):
    """Extracts the quotations of the inputs of a batch into files in a folder; a row per file."""
    one_each = lambda rows, schema: spark.sparkContext.parallelize(rows, max(len(rows), 1)).toDF(schema)
    sort = kind(paths[0])
    if sort == "files":
        frame, rows_of = one_each([(path,) for path in paths], "value string"), of_files
    elif sort == "csv":
        from pyspark.sql.functions import struct, to_json

        table = spark.read.option("header", True).option("multiLine", True).option("escape", '"').csv(paths)
        frame, rows_of = table.select(to_json(struct("*")).alias("value")), of_records
    else:
        several = list(pieces(paths, int(arguments.piece * 1e6)))
        frame, rows_of = one_each(several, "path string, start long, end long"), of_pieces
    return frame.mapInArrow(written(rows_of(arguments.verbatim, arguments.options), folder), WRITTEN)


def words(frame):
    """A column `words`: what is compared."""
    from pyspark.sql.functions import col, lower, regexp_replace, trim

    plain = regexp_replace(lower(col("text")), r"[^\p{L}\p{N}]+", " ")
    return frame.withColumn("words", trim(plain))


def same(spark, found, how, least):
    """The same words in several articles: equal but for case and punctuation, or nearly so."""
    from pyspark.sql.functions import col, collect_set, count_distinct, size, split

    long = words(found).withColumn("tokens", split("words", " ")).where(size("tokens") >= least)
    if how == "exact":
        grouped = long.groupBy("words").agg(count_distinct("article").alias("articles"),
                                            collect_set("speaker").alias("speakers"),
                                            collect_set("article").alias("where"))
        return grouped.where(col("articles") > 1)
    from pyspark.ml.feature import HashingTF, MinHashLSH, NGram

    # Words that are equal are compared once.
    once = long.dropDuplicates(["words"]).select("article", "id", "speaker", "text", "tokens")
    grams = NGram(n=3, inputCol="tokens", outputCol="grams").transform(once)
    sets = HashingTF(inputCol="grams", outputCol="set", binary=True, numFeatures=1 << 20).transform(grams)
    model = MinHashLSH(inputCol="set", outputCol="hashes", numHashTables=4, seed=1).fit(sets)
    pairs = model.approxSimilarityJoin(sets, sets, 0.5, "distance")
    one, other = col("datasetA"), col("datasetB")
    pairs = pairs.where(one["article"] < other["article"])
    side = lambda of, name: [of[field].alias(f"{field}{name}") for field in ("article", "id", "speaker", "text")]
    return pairs.select(*side(one, "_1"), *side(other, "_2"), "distance")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", help="files: .ndjson, .csv, .warc.gz")
    parser.add_argument("--output", required=True, help="folder for Parquet")
    parser.add_argument("--verbatim", default="verbatim", help="the program, at the same path on every worker")
    parser.add_argument("--batch", type=float, default=8.0, help="gigabytes of input per batch [default: 8]")
    parser.add_argument("--piece", type=float, default=32.0, help="megabytes of NDJSON per task [default: 32]")
    parser.add_argument("--same", choices=["no", "exact", "near"], default="no", help="find the same words")
    parser.add_argument("--least", type=int, default=6, help="words that make a quotation long enough for it")
    parser.add_argument("--option", dest="options", action="append", default=[], help="for `verbatim extract`")
    arguments = parser.parse_args()

    from pyspark.sql import SparkSession
    from pyspark.sql.functions import col

    spark = SparkSession.builder.appName("verbatim").getOrCreate()
    spark.conf.set("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
    done = os.path.join(arguments.output, "done")
    os.makedirs(done, exist_ok=True)
    quotations, temporary = (os.path.join(arguments.output, name) for name in ("quotations", "_temporary"))
    shutil.rmtree(temporary, ignore_errors=True)  # What an interrupted job has left.
    for name, paths in batches(arguments.inputs, arguments.batch * 1e9):
        mark = os.path.join(done, name)
        if os.path.exists(mark):
            print(f"batch {name}: done before", file=sys.stderr)
            continue
        target = os.path.join(quotations, f"batch={name}")
        folder = os.path.join(temporary, name)
        files = extracted(spark, paths, arguments, folder).collect()
        shutil.rmtree(target, ignore_errors=True)
        counts = {}
        for file in files:
            counts[file["status"]] = counts.get(file["status"], 0) + file["rows"]
            place = os.path.join(target, f"status={file['status']}", f"month={file['month']}")
            os.makedirs(place, exist_ok=True)
            os.replace(os.path.join(folder, file["file"]), os.path.join(place, file["file"]))
        with open(mark + ".tmp", "w", encoding="utf-8") as file:
            json.dump({"inputs": paths, **counts}, file)
        os.replace(mark + ".tmp", mark)
        print(f"batch {name}: {counts.get('ok', 0)} quotations, {counts.get('bad', 0)} bad records", file=sys.stderr)
    shutil.rmtree(temporary, ignore_errors=True)
    if arguments.same != "no":
        found = spark.read.schema(SCHEMA + ", batch string").parquet(quotations).where(col("status") == "ok")
        together = same(spark, found, arguments.same, arguments.least)
        together.write.mode("overwrite").parquet(os.path.join(arguments.output, "same"))
    spark.stop()


if __name__ == "__main__":
    main()
