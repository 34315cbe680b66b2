"""Make events and claims with all that stands beside them, by this repository's own schemas.

As many events as claims, twenty of each an article, with sources, chains, places, actors and
relations. Every second claim has a date phrase of one of six kinds; places are some thousand
made-up villages beside those on record. No summary has six digits in a row, by which a text is
looked at for a phone number: none of those on record does. Nothing is wrong with the records, but
that some events may be one.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import yaml
from generate import _one_of, _padded, mixed

from dateline.edtf import from_phrase, vector
from dateline.table import read_schema

ROOT = Path(__file__).parents[2]
DATASET = "dprk-security-reports"
AN_ARTICLE = 20
VILLAGES = 5_000
DAYS, EPOCH = 12_000, 7_305
"""Days on which articles appear, and the first of them: 1990-01-01, in days since 1970."""
RELATIVE = ["yesterday", "last Tuesday", "three days ago", "last week", "early this month", "late last month"]
SYLLABLES = ["ka", "no", "mi", "ru", "se", "to", "ha", "yo", "wi", "pe", "du", "go"]

_ROW, _ARTICLE, _NUMBER = pl.col("row"), pl.col("row") // AN_ARTICLE, pl.col("row") % AN_ARTICLE


def _id(letter: str, number: pl.Expr = _NUMBER) -> pl.Expr:
    return pl.concat_str(_padded(letter, _ARTICLE, 3), pl.lit("-"), number.cast(pl.String).str.zfill(2))


def _draw(below: int, salt: int, of: pl.Expr = _ROW) -> pl.Expr:
    return (mixed(of, salt) % below).cast(pl.Int32)


def _published(article: pl.Expr) -> pl.Expr:
    return (_draw(DAYS, 1, article) + EPOCH).cast(pl.Date)


def _text(*parts: pl.Expr | str) -> pl.Expr:
    return pl.concat_str([pl.lit(each) if isinstance(each, str) else each for each in parts])


def articles(rows: int) -> pl.DataFrame:
    """Return the articles that tell of so many events."""
    made = pl.select(row=pl.int_range(-(-rows // AN_ARTICLE), dtype=pl.UInt64))
    day, year = _published(_ROW), _published(_ROW).dt.year()
    address = _text("https://www.asiapress.org/rimjin-gang/", year, "/", _ROW, "/")
    return made.select(
        article_id=_padded("A", _ROW, 3),
        text_file=_padded("", _ROW, 7) + ".txt",
        text_sha256=_padded("", _ROW, 64),
        outlet=pl.lit("ASIAPRESS (Rimjin-gang)"),
        outlet_type=pl.lit("specialist_news"),
        language=pl.lit("en"),
        url_published=address,
        archived_url=_text("https://web.archive.org/web/2023/", address),
        url_status=pl.lit("matched"),
        is_republication=pl.lit("false"),
        published_edtf=day,
        published_earliest=day,
        published_latest=day,
        published_basis=pl.lit("printed under the headline"),
        n_paragraphs=pl.lit(20),
        coding_status=pl.lit("coded"),
        verification=pl.lit("address, outlet and date verified"),
    )


def sources(rows: int) -> pl.DataFrame:
    """Return the outlet, a resident with the day on which he spoke, and another one, of each article."""
    made = pl.select(row=pl.int_range(-(-rows // AN_ARTICLE) * AN_ARTICLE, dtype=pl.UInt64)).filter(
        _NUMBER < 3
    )
    outlet = _NUMBER == 0
    return made.select(
        source_id=_id("S"),
        article_id=_padded("A", _ARTICLE, 3),
        descriptor=pl.when(outlet).then(pl.lit("the outlet")).otherwise(pl.lit("resident of the province")),
        source_type=pl.when(outlet).then(pl.lit("outlet")).otherwise(pl.lit("resident_source")),
        anonymity=pl.when(outlet).then(pl.lit("not_applicable")).otherwise(pl.lit("protected")),
        statement_edtf=pl.when(_NUMBER == 1).then(_published(_ARTICLE).dt.offset_by("-2d")),
        via_source_id=pl.when(~outlet).then(_id("S", pl.lit(0))),
    )


def dated(rows: int) -> pl.DataFrame:
    """Return rows with a phrase, its date, and what follows from the date."""
    made = pl.select(row=pl.int_range(rows, dtype=pl.UInt64)).with_columns(
        kind=_draw(20, 2),
        day=(_published(_ARTICLE).cast(pl.Int32) - 40 - _draw(110, 3)).cast(pl.Date),
        said=_published(_ARTICLE).dt.offset_by("-2d"),
        phrase=_one_of(RELATIVE, _draw(len(RELATIVE), 4)),
    )
    day, month = pl.col("day"), pl.col("day").dt.strftime("%Y-%m")
    name, of_month, year = day.dt.strftime("%B"), day.dt.day(), day.dt.year()
    window = _text("[", month, "-11..", month, "-20]")
    texts = [pl.col("phrase"), _text(name, " ", of_month), _text(of_month, " ", name, " ", year)]
    texts += [_text("mid-", name), _text(name, " ", year)]
    coded = [pl.col("meant"), day.cast(pl.String), day.cast(pl.String), window, month]
    kind = pl.col("kind").replace_strict({0: 0, 1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2, 7: 3, 8: 4}, default=None)
    made = made.join(_meant(made), on=["phrase", "said"], how="left").with_columns(kind=kind)
    chosen = {
        "date_text": pl.coalesce(pl.when(pl.col("kind") == n).then(each) for n, each in enumerate(texts)),
        "date_edtf": pl.coalesce(*(pl.when(pl.col("kind") == n).then(x) for n, x in enumerate(coded)), month),
    }
    read = vector.with_fields(made.with_columns(**chosen).lazy(), {"read": pl.col("date_edtf")}).collect()
    return read.unnest("read").sort("row")


def _meant(made: pl.DataFrame) -> pl.DataFrame:
    """Return what the relative phrases mean, each said on each day."""
    pairs = made.filter(pl.col("kind") == 0).select("phrase", "said").unique()
    said = [from_phrase(phrase, anchor=day).date for phrase, day in pairs.iter_rows()]
    return pairs.with_columns(meant=pl.Series([each and each.text for each in said], dtype=pl.String))


def _village(number: pl.Expr) -> pl.Expr:
    """Return the name of a made-up village."""
    syllables = [_one_of(SYLLABLES, number // 12**n % 12) for n in range(4)]
    return _text(pl.concat_str(syllables).str.to_titlecase(), "dong")


def places() -> pl.DataFrame:
    """Return made-up villages in three provinces."""
    return pl.select(row=pl.int_range(VILLAGES, dtype=pl.Int32)).select(
        place_id=_text("v", _ROW),
        name_preferred=_village(_ROW),
        country_iso2=pl.lit("KP"),
        feature_class=pl.lit("P"),
        feature_code=pl.lit("PPL"),
        parent_place_id=_one_of(["kp-10", "kp-09", "kp-03"], _draw(3, 5)),
        status=pl.lit("resolved"),
        coordinate_source=pl.lit("none"),
    )


def laid_out(rows: int, reference: Path) -> pl.DataFrame:
    """Return what events and claims, one of each a row, and the tables beside them are made of."""
    codes = pl.read_csv(reference / "codes.csv")
    types, units = (
        codes.filter(pl.col("list") == each)["code"].to_list() for each in ("event_type", "n_unit")
    )
    actors = pl.read_csv(reference / "actors.csv")["actor_id"].to_list()
    counted, told = _ROW % 4 == 0, _ROW % 2 == 1
    return dated(rows).with_columns(
        event_id=_id("E"),
        claim_id=_id("C"),
        article_id=_padded("A", _ARTICLE, 3),
        place_id=_text("v", _draw(VILLAGES, 6)),
        place_text=_village(_draw(VILLAGES, 6)),
        number=pl.when(counted).then(_draw(100, 7)),
        n_unit=pl.when(counted).then(_one_of(units, _draw(len(units), 8))),
        event_type=_one_of(types, _draw(len(types), 9)),
        actor_id=_one_of(actors, _draw(len(actors), 10)),
        timed=(pl.col("precision") == "day") & (_ROW % 10 == 0),
        told=told,
        source_id=_id("S", pl.when(told).then(1).otherwise(0)),
    )


def events(made: pl.DataFrame) -> pl.DataFrame:
    """Return the events."""
    named, open_ = pl.col("date_text").is_not_null(), pl.lit("bounded")
    lasting = pl.col("precision").str.starts_with("interval")
    return made.select(
        "event_id",
        "event_type",
        "date_edtf",
        "place_id",
        "n_unit",
        summary=_text("What is said to have happened, matter ", _NUMBER, " of report ", _ARTICLE),
        event_kind=pl.when(lasting).then(pl.lit("condition")).otherwise(pl.lit("operation")),
        date_earliest="earliest",
        date_latest="latest",
        date_precision="precision",
        date_basis=pl.when(named).then(pl.lit("phrase")).otherwise(open_),
        year_basis=pl.lit("text"),
        time_local=pl.when("timed").then(pl.lit("09:00")),
        timezone=pl.when("timed").then(pl.lit("Asia/Pyongyang")),
        where_precision=pl.lit("settlement"),
        **dict.fromkeys(("n_low", "n_best", "n_high"), pl.col("number")),
        corroboration=pl.when("told").then(pl.lit("single_source")).otherwise(pl.lit("outlet_voice_only")),
        status=pl.lit("reported"),
        person_level=pl.lit("false"),
        release_level=pl.lit("public"),
    )


def claims(made: pl.DataFrame) -> pl.DataFrame:
    """Return the claims."""
    placed, told = _ROW % 3 == 0, pl.col("told")
    return made.select(
        "claim_id",
        "event_id",
        "article_id",
        "date_text",
        "n_unit",
        paragraph_index=_NUMBER,
        char_start=_ROW % 1000,
        char_end=_ROW % 1000 + 120,
        span_sha256=_padded("", _ROW, 64),
        claim_type=pl.lit("occurrence"),
        stance=pl.lit("asserts"),
        summary=_text("What passage ", _NUMBER, " of report ", _ARTICLE, " says in words of our own"),
        date_edtf=pl.when(pl.col("date_text").is_not_null()).then("date_edtf"),
        place_text=pl.when(placed).then("place_text"),
        place_id=pl.when(placed).then("place_id"),
        n_value="number",
        chain_depth=told.cast(pl.Int8),
        attribution=pl.when(told).then(pl.lit("paraphrase")).otherwise(pl.lit("outlet_voice")),
        release_level=pl.lit("public"),
        coder=pl.lit("coder-1"),
    )


def beside(made: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the tables of links: who told it, where, by whom, and after what."""
    after = (_ROW % 4 == 1) & (pl.col("latest").shift() < pl.col("earliest"))
    outlet = _id("S", pl.lit(0))
    return {
        "claim_sources": pl.concat(
            [
                made.select("claim_id", "source_id", position=pl.lit(1)),
                made.filter("told").select("claim_id", source_id=outlet, position=pl.lit(2)),
            ]
        ),
        "event_places": made.select("event_id", "place_id", role=pl.lit("main")),
        "event_actors": made.select("event_id", "actor_id", role=pl.lit("from")),
        "event_relations": made.with_columns(other_event_id=pl.col("event_id").shift())
        .filter(after)
        .select("event_id", "other_event_id", type=pl.lit("after")),
    }


def generate(rows: int, folder: Path) -> None:
    """Write the project into a folder, which must not exist yet."""
    for part in ("schemas", "datasets/gazetteer-korea", f"datasets/{DATASET}/records/reference"):
        shutil.copytree(ROOT / part, folder / part)
    target = folder / "datasets" / DATASET
    dataset = yaml.safe_load((ROOT / "datasets" / DATASET / "dataset.yaml").read_text(encoding="utf-8"))
    del dataset["expectations"]
    made = laid_out(rows, target / "records" / "reference")
    tables = {"articles": articles(rows), "sources": sources(rows), "events": events(made)}
    tables |= {"claims": claims(made), **beside(made)}
    for name, frame in tables.items():
        dataset["tables"][name]["path"] = f"records/{name}.csv"
        _whole(name, frame).write_csv(target / "records" / f"{name}.csv")
    (target / "dataset.yaml").write_text(json.dumps(dataset, default=str), encoding="utf-8")
    with (target / "records" / "reference" / "places.csv").open("ab") as file:
        _whole("places", places()).write_csv(file, include_header=False)


def _whole(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table with all columns that its schema has, in that order."""
    path = ROOT / "schemas" / f"{table}.yaml"
    names = read_schema(path.read_text(encoding="utf-8"), path.name, table).names
    empty = {name: pl.lit(None, pl.String) for name in names if name not in frame.columns}
    return frame.with_columns(**empty).select(names)
