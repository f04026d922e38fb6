"""The evaluation, from a file of any make to figures."""

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from manto.assistant.evaluation.baselines import counter_rank, markov_rank
from manto.assistant.evaluation.checkins import read_checkins
from manto.assistant.evaluation.evaluate import evaluate
from manto.assistant.evaluation.figures import figures
from manto.assistant.evaluation.split import FIRST, TEST_LAST, TRAIN, split
from manto.assistant.evaluation.walk import Plan
from manto.assistant.preferences.rows import OwnRows
from manto.assistant.programs import make_app
from manto.kernel.errors import BadInput, UnknownName

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)


def silent(_text: str) -> None:
    """Hear nothing."""


@cache
def habits(residents: int = 16, days: int = 30) -> list[tuple[str, str, str, float, float, int, datetime]]:
    """Residents who go to work, to lunch and home each day, each to places of their own, and now and then elsewhere."""
    random = np.random.default_rng(11)
    visits = []
    for resident in range(residents):
        work, lunch, home = (int(place) for place in random.choice(60, 3, replace=False))
        for day in range(days):
            elsewhere = int(random.integers(0, 60))
            for hour, place in ((8, work), (12, lunch if random.random() < 0.8 else elsewhere), (19, home)):
                at = BEGIN + timedelta(days=day, hours=hour, minutes=int(random.integers(0, 50)))
                kind = f"Performing Arts Venue {place % 6}"
                visits.append((f"r{resident}", f"p{place}", kind, 45.1 + place * 1e-3, 10.8 + place * 2e-3, 60, at))
    return sorted(visits, key=lambda visit: visit[-1])


def with_header(path: Path) -> Path:
    lines = ["user_id,venue_id,category_name,latitude,longitude,timezone_offset,utc_time"]
    lines += [f"{u},{p},{k},{a},{o},{t},{at:%Y-%m-%dT%H:%M:%SZ}" for u, p, k, a, o, t, at in habits()]
    path.write_text("\n".join(lines))
    return path


def foursquare(path: Path) -> Path:
    lines = [
        f"{u[1:]}\t4b{p}\t4bf58{k[-1]}\t{k}\t{a}\t{o}\t{t}\t{at:%a %b %d %H:%M:%S +0000 %Y}"
        for u, p, k, a, o, t, at in habits()
    ]
    path.write_bytes(gzip.compress("\n".join(lines).encode("latin-1")))
    return path


def gowalla(path: Path) -> Path:
    lines = [f"{u[1:]}\t{at:%Y-%m-%dT%H:%M:%SZ}\t{a}\t{o}\t{p[1:]}" for u, p, _, a, o, _, at in habits()]
    path.write_text("\n".join(lines))
    return path


def bare(path: Path) -> Path:
    lines = ["uid;item;ts", *(f"{u};{p};{int(at.timestamp() * 1000)}" for u, p, *_, at in habits())]
    path.write_text("\n".join(lines))
    return path


@pytest.mark.parametrize("make", [with_header, foursquare, gowalla, bare])
def test_files_of_every_make_are_the_same_check_ins(tmp_path: Path, make) -> None:
    """With a header or without, packed or not, with categories, positions and offsets or without."""
    checkins = read_checkins(make(tmp_path / "file"), {}, silent)

    assert (len(checkins), checkins.users, len(checkins.things)) == (1440, 16, len({visit[1] for visit in habits()}))
    assert checkins.utc[0] == pytest.approx(habits()[0][-1].timestamp())
    assert (np.diff(checkins.utc) >= 0).all()
    if make in (with_header, foursquare):
        assert checkins.things.categories == 6
        assert (checkins.local - checkins.utc == 3600).all()
    if make is gowalla:
        assert (checkins.local - checkins.utc == 3600).all()  # by the sun: 10.8 degrees east
    assert checkins.has_positions is (make is not bare)


@pytest.mark.parametrize("make", [foursquare, gowalla, bare])
def test_files_of_every_make_can_be_evaluated(tmp_path: Path, make) -> None:
    """Without categories, positions or offsets less is known, and nothing breaks."""
    said = evaluate(make(tmp_path / "file"), told={}, protocols="SF", plan=Plan(trees=False), progress=silent)

    for protocol in "SF":
        assert said["protocols"][protocol]["all_positions"]["n"] > 10
        assert said["protocols"][protocol]["discovery"]["n"] > 0
    assert (said["categories"] > 0) is (make is foursquare)


def test_learning_beats_the_counters_where_there_is_a_habit(tmp_path: Path) -> None:
    """With the hour known the day is plain; every figure has its interval, and the baselines stand beside it."""
    said = evaluate(with_header(tmp_path / "a.csv"), told={}, protocols="STF", plan=Plan(trees=False), progress=silent)

    for protocol in "STF":
        part = said["protocols"][protocol]["last_of_an_outing"]
        assert part["n"] >= 10
        methods = part["methods"]
        assert set(methods) >= {"visit counter", "own Markov then counter", "logit"}
        for method in said["protocols"][protocol]["all_positions"]["methods"].values():
            assert method["acc_1"]["low"] <= method["acc_1"]["value"] <= method["acc_1"]["high"]
    known = said["protocols"]["T"]["all_positions"]["methods"]
    assert known["logit"]["acc_1"]["value"] > known["own Markov then counter"]["acc_1"]["value"] + 0.05
    assert said["protocols"]["S"]["recall_of_returns"] == 1.0
    json.dumps(said)


def test_the_trees_give_a_second_opinion(tmp_path: Path) -> None:
    """Grown where the reported part begins, from steps before it; never far behind the logit where there is a habit."""
    said = evaluate(with_header(tmp_path / "a.csv"), told={}, protocols="T", progress=silent)

    methods = said["protocols"]["T"]["all_positions"]["methods"]
    assert said["trees"] is True
    assert methods["logit and trees"]["acc_5"]["value"] > methods["logit"]["acc_5"]["value"] - 0.02


def test_nothing_is_used_before_it_happened(tmp_path: Path) -> None:
    """What comes after a step does not change how it was predicted: the same stream cut short says the same."""
    from manto.assistant.evaluation.walk import Walker

    stream = split(read_checkins(with_header(tmp_path / "a.csv"), {}, silent))
    plan = Plan(trees=False)
    whole = Walker(stream, "S", plan, silent).walk()
    half = len(whole.at) // 2
    changed = stream.checkins.place.copy()
    changed[whole.at[half] + 1 :] = 0
    other = Walker(
        type(stream)(
            type(stream.checkins)(**{**vars(stream.checkins), "place": changed}),
            stream.part, stream.role, stream.trajectory, stream.rule,
        ),
        "S", plan, silent,
    ).walk()  # fmt: skip

    assert whole.at == other.at
    for name in ("visit counter", "logit"):
        assert whole.ranks[name][: half + 1] == other.ranks[name][: half + 1]


def test_train_only_does_not_learn_after_the_training_part(tmp_path: Path) -> None:
    """Counts and weights stand still: changing other outings of the test part changes nothing."""
    from manto.assistant.evaluation.walk import Walker

    stream = split(read_checkins(with_header(tmp_path / "a.csv"), {}, silent))
    walker = Walker(stream, "F", Plan(trees=False), silent)
    noted = walker.walk()

    train = int((stream.part == 0).sum())
    assert sum(rows.count for rows in walker.memory.residents.values()) == train
    assert len(noted.at) > 10


def test_the_published_rule_cuts_by_time(tmp_path: Path) -> None:
    """Eighty, ten and ten per cent; what begins an outing is never scored."""
    stream = split(read_checkins(gowalla(tmp_path / "b"), {}, silent))

    shares = np.bincount(stream.part) / len(stream.part)
    assert shares == pytest.approx([0.8, 0.1, 0.1], abs=0.01)
    assert stream.checkins.local[stream.part == 0].max() <= stream.checkins.local[stream.part == 2].min()
    firsts = np.unique(stream.trajectory, return_index=True)[1]
    assert (stream.role[firsts] == FIRST).all()
    assert set(np.unique(stream.role)) >= {TRAIN, TEST_LAST}


def test_the_counters_rank_as_one_would_by_hand() -> None:
    """Twice here, once there: and straight after the last one it is the other way round."""
    rows = OwnRows()
    for quarter, thing in enumerate([1, 2, 1, 1, 3]):
        rows.append(thing, quarter, 0)

    assert [counter_rank(rows, thing, 5) for thing in (1, 2, 3, 4)] == [1, 2.5, 2.5, 4.5]
    assert markov_rank(rows, 2, 1, 5) == 1
    assert [markov_rank(rows, 1, thing, 5) for thing in (1, 2, 3)] == [1, 2.5, 2.5]


def test_an_interval_knows_that_one_residents_steps_hang_together() -> None:
    """A hundred equal steps of two residents are less sure than those of a hundred."""
    ranks = {"a": np.r_[np.full(50, 1.0), np.full(50, 9.0)]}
    two = figures(ranks, np.repeat([0, 1], 50))["methods"]["a"]["acc_1"]
    hundred = figures(ranks, np.arange(100))["methods"]["a"]["acc_1"]

    assert two["high"] - two["low"] > 2 * (hundred["high"] - hundred["low"])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "fewer than two lines"),
        ("user,poi\n1,2\n3,4\n", "time|utc"),
        ("user,poi,time\n" + "a,b,yesterday\n" * 5, "no sense|time"),
        ("a,b,c\nx,y,z\nu,v,w\n", "No column"),
        ("user,poi,time\n1,2,2026-01-01T10:00:00Z\n", "too few"),
    ],
)
def test_a_file_that_is_none_is_told_with_what_to_do(tmp_path: Path, content: str, says: str) -> None:
    """One sentence, and the next step."""
    file = tmp_path / "bad.csv"
    file.write_text(content)

    with pytest.raises(BadInput, match=says) as refusal:
        evaluate(file, told={}, progress=silent)
    assert refusal.value.next_step


def test_columns_can_be_told(tmp_path: Path) -> None:
    """By name or number; a name that is not there is refused with the nearest."""
    file = tmp_path / "odd.csv"
    file.write_text("wer,wo,wann\n" + "\n".join(f"{u},{p},{at.isoformat()}" for u, p, *_, at in habits(5, 10)))

    assert len(read_checkins(file, {"user": "wer", "place": "2", "utc": "wann"}, silent)) == 150
    with pytest.raises(UnknownName, match="wann"):
        read_checkins(file, {"user": "wer", "place": "wo", "utc": "wan"}, silent)


def test_lines_that_make_no_sense_are_counted_and_left_out(tmp_path: Path) -> None:
    """The others are read; the note says how many and why."""
    file = with_header(tmp_path / "a.csv")
    file.write_text(file.read_text() + "\nr1,p1,k,45,10,60,never\nr1,p1\n")

    checkins = read_checkins(file, {}, silent)

    assert len(checkins) == 1440
    assert any("a time that cannot be read" in note for note in checkins.notes)
    assert any("too few columns" in note for note in checkins.notes)


def test_the_program_prints_json_and_can_hold_to_validation(tmp_path: Path) -> None:
    """`manto preferences evaluate FILE` writes figures on standard output; with --validate the test is not touched."""
    file = with_header(tmp_path / "a.csv")

    ran = CliRunner().invoke(
        make_app(lambda: None), ["evaluate", str(file), "--protocols", "T", "--no-trees", "--validate"]
    )

    assert ran.exit_code == 0, ran.output
    said = json.loads(ran.stdout)
    assert said["reported"] == "validation part"
    assert list(said["protocols"]) == ["T"]


def test_a_strange_file_is_read_with_all_that_was_left_out_told(tmp_path: Path) -> None:
    """Other columns' order, times with their own offset, lines twice, lines without sense: each told with its number."""
    zone = timezone(timedelta(hours=9, minutes=30))
    lines = ["latitude;kind;Who;when;longitude;venue"]
    lines += [f"{a};{k};{u};{at.astimezone(zone):%Y-%m-%dT%H:%M:%S+09:30};{o};{p}" for u, p, k, a, o, _, at in habits()]
    lines += lines[7:17]
    lines += ["45.1;Bar;r1;yesterday;10.8;p1", "45.1;Bar;;2026-02-01T10:00:00+09:30;10.8;p1", "45.1;Bar"]
    lines += ["45.1;Bar;r1;2026-03-01T10:00:00+09:30;999;p1"]
    (tmp_path / "strange.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]), encoding="utf-8")

    told = {"user": "Who", "utc": "when", "place": "venue", "category": "kind"}
    checkins = read_checkins(tmp_path / "strange.csv", told, silent)

    assert len(checkins) == 1441
    assert (checkins.local - checkins.utc == 9.5 * 3600).all()
    assert (np.diff(checkins.utc) >= 0).all()
    for said in (
        "1 lines left out: a time that cannot be read.",
        "1 lines left out: no user or no place.",
        "1 lines left out: too few columns.",
        "10 lines left out: they say again what another says.",
        "1 positions that cannot be are left out.",
    ):
        assert said in checkins.notes, checkins.notes


def test_one_offset_without_sense_does_not_take_the_others_away(tmp_path: Path) -> None:
    """The zones' names hold, summer time included; the one that is none is told."""
    lines = ["user,place,timestamp,timezone"]
    for u, p, *_, at in habits():
        lines.append(f"{u},{p},{int(at.timestamp())},Europe/Rome")
    lines[3] = lines[3].replace("Europe/Rome", "Mars/Olympus")
    (tmp_path / "zones.csv").write_text("\n".join(lines))

    checkins = read_checkins(tmp_path / "zones.csv", {}, silent)

    assert (checkins.local - checkins.utc == 3600).all()
    assert "1 offsets from UTC cannot be read: the middle one stands for them." in checkins.notes


def slashed(file: Path, *days: str) -> Path:
    """Write a file of check-ins whose dates have slashes."""
    lines = [f"r{line},p{line % 3},{day} 18:00" for line, day in enumerate(days)]
    file.write_text("\n".join(["user,poi,time", *lines]), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (["03/04/2012", "13/04/2012"], "2012-04-03T18:00"),
        (["03/04/2012", "04/13/2012"], "2012-03-04T18:00"),
        (["03/04/2012"] * 500 + ["13/04/2012"], "2012-04-03T18:00"),  # the proof stands after the sample
        (["2012/04/03", "2012/04/13"], "2012-04-03T18:00"),
    ],
)
def test_a_whole_file_tells_day_from_month(tmp_path: Path, days: list[str], first: str) -> None:
    """One proof in any line is for all of them; no line is read another way than its neighbour."""
    checkins = read_checkins(slashed(tmp_path / "a.csv", *days), {}, silent)

    assert len(checkins) == len(days)
    assert datetime.fromtimestamp(checkins.utc.min(), UTC) == datetime.fromisoformat(f"{first}+00:00")


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (["13/04/2012", "03/04/2012", "04/13/2012"], r"day in line 2 \(13/04/2012.*month in line 4 \(04/13/2012"),
        (["03/04/2012", "05/06/2012"], "No line proves"),
        (["03/04/2012", "99/99/2012"], "No line proves"),
    ],
)
def test_dates_that_can_be_read_in_two_ways_are_refused(tmp_path: Path, days: list[str], says: str) -> None:
    """With the lines that contradict each other, and how to write dates instead."""
    with pytest.raises(BadInput, match=says) as refused:
        read_checkins(slashed(tmp_path / "a.csv", *days), {}, silent)
    assert "YYYY-MM-DD" in str(refused.value) + str(vars(refused.value))


def test_a_quote_that_nothing_closes_spoils_its_own_line_only(tmp_path: Path) -> None:
    """What is quoted over two lines is one cell; a stray quote does not swallow the lines after it."""
    file = tmp_path / "quotes.csv"
    lines = ["user,place,time,note", *(f"u{at % 3},p{at % 7},2026-01-01T{at % 24:02}:00:00Z,n" for at in range(200))]
    lines[20:20] = ['u1,"p1,2026-01-01T10:00:00Z,n', 'u1,p2,2026-01-02T11:00:00Z,"two', 'lines"']
    file.write_text("\n".join(lines))

    read = read_checkins(file, {}, silent)

    assert len(read) == len({line.rsplit(",", 1)[0] for line in lines[1:20] + lines[23:]}) + 1
    assert any("lines left out: too few columns" in note for note in read.notes)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """Without printing them."""
    file = tmp_path / "picture.csv"
    file.write_bytes(bytes(range(128, 256)) * 40 + b"\n" + bytes(range(128, 256)) * 40)

    with pytest.raises(BadInput, match="not text"):
        read_checkins(file, {}, silent)
