"""What changed between two states of a plan: the causes, and what each would have done alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import REGION, Promise, When, indicator, observation
from toy import HEAD

from hlwplan.assess.changes import Cause, Change, Side, compare
from hlwplan.assess.differences import State, applied, differences
from hlwplan.measure.measurement import Observation
from hlwplan.plan.model import Indicator, Plan
from hlwplan.report.because import because, joint

pytestmark = pytest.mark.usefixtures("chinese")

PROMISE = {"at_least": 200}


def side(of: Indicator | Sequence[Indicator], *seen: Observation, year: int | None = None) -> Side:
    """A plan of 甲市 with the indicators, and what was observed."""
    indicators = (of,) if isinstance(of, Indicator) else tuple(of)
    return Side(Plan(HEAD, (), indicators, {}), seen, year)


def seen(values: Mapping[When, int]) -> list[Observation]:
    """An observation for each period, whose origin is its value and its year."""
    return [replace(observation(when, value), origins=(f"{value}#{str(when)[:4]}",)) for when, value in values.items()]


def only(before: Side, after: Side, region: str | None = None) -> Change:
    """The one change there is."""
    (change,) = compare(before, after, region=region).changes
    return change


def told(change: Change) -> list[tuple[str, str]]:
    """Each cause's kind, and the status that it alone gives."""
    return [(cause.kind, cause.alone) for cause in change.causes]


def words(change: Change) -> list[str]:
    """What people read of it."""
    return [*(because(change, cause) for cause in change.causes), *joint(change)]


def flip(change: Change) -> tuple[str | None, str | None]:
    """The status before and after."""
    return (change.before.status if change.before else None, change.after.status if change.after else None)


# One cause

X = indicator(PROMISE)
"""From 2015 to at least 200 in 2020, on a straight line."""
START = {2015: 100, 2017: 140}  # 40 of 100 in two years of five


def test_a_new_observation() -> None:
    """150 in 2018, where 160 was due, is a ratio of 50 to 60: slower than on track."""
    change = only(side(X, *seen(START)), side(X, *seen({**START, 2018: 150})))
    assert flip(change) == ("on_track", "needs_acceleration")
    assert told(change) == [("new", "needs_acceleration")]
    assert change.moved == -10
    assert words(change) == ["新数：2018年为150个 （150#2018）"]


def test_a_revision_has_both_values_and_both_origins() -> None:
    """140 became 110: 10 of 100 in two years of five."""
    change = only(side(X, *seen(START)), side(X, *seen({2015: 100, 2017: 110})))
    assert flip(change) == ("on_track", "limited")
    assert told(change) == [("revised", "limited")]
    assert change.moved == 30
    assert words(change) == ["修订：2017年140个→110个 （140#2017→110#2017）"]


def test_a_revised_baseline_moves_no_gap_and_still_counts() -> None:
    """From 130 only 10 of 70 were gone in two years of five; the gap is what it was."""
    change = only(side(X, *seen(START)), side(X, *seen({2015: 130, 2017: 140})))
    assert flip(change) == ("on_track", "limited")
    assert change.moved == 0


def test_an_observation_that_is_gone() -> None:
    """Without 2018 the judgement rests on 2017 again."""
    change = only(side(X, *seen({**START, 2018: 150})), side(X, *seen(START)))
    assert told(change) == [("withdrawn", "on_track")]
    assert words(change) == ["不再采用：2018年为150个 （150#2018）"]


@pytest.mark.parametrize(
    ("before", "after", "turn", "text"),
    [
        ({"at_least": 200}, {"at_least": 400}, "tighter", "目标：≥200个→≥400个（收紧）"),
        ({"at_least": 400}, {"at_least": 200}, "looser", "目标：≥400个→≥200个（放宽）"),
        ({"at_most": 90}, {"at_most": 80}, "tighter", "目标：≤90个→≤80个（收紧）"),
        ({"at_most": 80}, {"at_most": 90}, "looser", "目标：≤80个→≤90个（放宽）"),
        ({"at_least": 200}, {"by": 2022, "at_least": 200}, "looser", "目标：2020年≥200个→2022年≥200个（放宽）"),
        ({"at_least": 200}, {"by": 2019, "at_least": 250}, "tighter", "目标：2020年≥200个→2019年≥250个（收紧）"),
        ({"at_least": 200}, {"by": 2022, "at_least": 250}, "other", "目标：2020年≥200个→2022年≥250个（改变）"),
        ({"between": (100, 300)}, {"between": (150, 300)}, "tighter", "目标：100–300个→150–300个（收紧）"),
        ({"between": (100, 300)}, {"between": (50, 300)}, "looser", "目标：100–300个→50–300个（放宽）"),
        ({"between": (100, 300)}, {"between": (150, 350)}, "other", "目标：100–300个→150–350个（改变）"),
        ({"at_least": 200}, {"at_most": 200}, "other", "目标：≥200个→≤200个（改变）"),
        ({"at_least": 200}, {"hold": {"at_least": 200}}, "other", "目标：≥200个→每年≥200个（改变）"),
        ({"hold": {"at_most": 5}}, {"hold": {"at_most": 4}}, "tighter", "目标：每年≤5个→每年≤4个（收紧）"),
        ({"direction": "up"}, {"direction": "down"}, "other", "目标：逐年上升→逐年下降（改变）"),
        ({"direction": "up"}, {"by": 2022, "direction": "up"}, "looser", "目标：2020年逐年上升→2022年逐年上升（放宽）"),
    ],
)
def test_a_target_tightened_or_loosened(
    before: dict[str, object], after: dict[str, object], turn: str, text: str
) -> None:
    """A value further off or an earlier year is tighter; where both are mixed it is neither."""
    change = only(side(indicator(before), *seen(START)), side(indicator(after), *seen(START)))
    (cause,) = change.causes
    assert (cause.kind, cause.turn) == ("target", turn)
    assert words(change)[0].startswith(text)
    assert flip(change)[1] == cause.alone


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ({}, {"path": "geometric"}, "路径：自动→几何"),
        ({}, {"bounds": (0, 500)}, "取值范围：未定→0–500个"),
        ({}, {"baseline": 2016}, "基期：2015年→2016年"),
        ({}, {"baseline": None}, "基期：2015年→无"),
        ({}, {"baseline": {"period": 2015, "value": 0, "assumed": True}}, "基期：2015年→2015年0个（假定）"),
        ({}, {"milestones": ({"by": 2018, "at_least": 160},)}, "年度目标：无→2018年≥160个"),
        ({"kind": "amount"}, {"kind": "count", "unit": "亿元"}, "类型：总量→数量"),
        ({"across": "sum"}, {"across": "none"}, "区县汇总：相加→不汇总，采用数随之改变"),
        ({}, {"across": {"mean_weighted_by": "y"}}, "区县汇总：不汇总→按y加权平均，采用数随之改变"),
        ({}, {"series": "flow"}, "序列：存量→流量，采用数随之改变"),
    ],
)
def test_a_change_of_method(old: dict[str, object], new: dict[str, object], text: str) -> None:
    """A field of the indicator that says how it is judged, named with both its values."""
    before, after = indicator(PROMISE, **old), indicator(PROMISE, **{**old, **new})
    change = only(side(before, *seen(START)), side(after, *seen(START)))
    (cause,) = change.causes
    assert (cause.kind, cause.fields) == ("method", (next(iter(new)),))
    assert words(change)[0].startswith(text)
    assert cause.alone == flip(change)[1]


def test_where_a_baseline_comes_from_is_no_cause() -> None:
    """Another source of the same value changes nothing."""
    old, new = (
        indicator(PROMISE, baseline={"period": 2015, "value": 100, "source": {"clause": clause}}) for clause in "一二"
    )
    assert compare(side(old, *seen(START)), side(new, *seen(START))).changes == ()


def test_the_target_year_ends() -> None:
    """Nothing was reported after 2017: at the end of 2020 the last value is wanting, which the clock alone brings."""
    change = only(side(X, *seen(START), year=2019), side(X, *seen(START), year=2020))
    assert flip(change) == ("on_track", "pending_final")
    assert told(change) == [("time", "pending_final")]
    assert words(change) == ["时间：2020年目标期满"]


def test_time_that_changes_nothing_is_no_cause() -> None:
    """From 2018 to 2019 the target year is still ahead, and without any observation its end decides nothing."""
    assert compare(side(X, *seen(START), year=2018), side(X, *seen(START), year=2019)).changes == ()
    assert compare(side(X, year=2019), side(X, year=2020)).changes == ()


def test_years_leave_out_what_is_about_later_ones() -> None:
    """One list of observations serves both years."""
    values = seen({**START, 2018: 150})
    change = only(side(X, *values, year=2017), side(X, *values, year=2018))
    assert told(change) == [("new", "needs_acceleration")]


# Several causes


def test_either_cause_alone_would_have_done_it() -> None:
    """From 140 of 200: a revision to 110 alone and a target of 400 alone both leave it limited or behind."""
    tight = indicator({"at_least": 600})
    change = only(side(X, *seen(START)), side(tight, *seen({2015: 100, 2017: 110})))
    assert flip(change) == ("on_track", "limited")
    assert told(change) == [("revised", "limited"), ("target", "limited")]
    assert not change.together
    assert words(change) == [
        "修订：2017年140个→110个 （140#2017→110#2017） 单独看：明显滞后",
        "目标：≥200个→≥600个（收紧） 单独看：明显滞后",
    ]


def test_causes_that_only_work_together() -> None:
    """40 gone of 100 in 2 of 5 years; 30 of 100 is R 0.75, 40 of 130 is 0.77, but 30 of 130 is 0.58."""
    tight = indicator({"at_least": 230})
    change = only(side(X, *seen(START)), side(tight, *seen({2015: 100, 2017: 130})))
    assert flip(change) == ("on_track", "limited")
    assert told(change) == [("revised", "needs_acceleration"), ("target", "needs_acceleration")]
    assert change.together
    assert words(change)[-1] == "以上合在一起才为“明显滞后”"


def test_causes_that_cancel_out_are_both_told() -> None:
    """The status stands only because the target was loosened as the value was revised down."""
    loose = indicator({"at_least": 125})
    change = only(side(X, *seen(START)), side(loose, *seen({2015: 100, 2017: 110})))
    assert flip(change) == ("on_track", "on_track")
    assert told(change) == [("revised", "limited"), ("target", "achieved")]
    assert words(change)[0].endswith("单独看：明显滞后")


def test_an_end_value_comes_with_the_end() -> None:
    """190 of 200 in 2020 is a miss by itself; without it the end of the year would leave the target pending."""
    change = only(side(X, *seen(START), year=2019), side(X, *seen({**START, 2020: 190}), year=2020))
    assert told(change) == [("new", "missed"), ("time", "pending_final")]
    assert not change.together


# Observations within a year


def test_a_later_value_of_the_year_takes_the_place_of_an_earlier_one() -> None:
    """June's state gave way to December's: one new observation, nothing withdrawn; and back again."""
    early, late = side(X, *seen({"2015": 100, "2018-06-30": 150})), side(X, *seen({2015: 100, 2018: 155}))
    assert [cause.kind for cause in only(early, late).causes] == ["new"]
    back = only(late, early)
    assert [cause.kind for cause in back.causes] == ["withdrawn"]
    assert told(back)[0][1] == flip(back)[1] == "on_track"


def test_several_of_a_year_are_told_one_by_one() -> None:
    """A baseline's observation within its year and the year's last value are two."""
    mid = indicator(PROMISE, baseline={"period": "2015-06-30"})
    none, both = side(mid), side(mid, *seen({"2015-06-30": 90, "2015": 100, "2017": 150}))
    assert [cause.kind for cause in only(none, both).causes] == ["new"] * 3
    assert [cause.kind for cause in only(both, none).causes] == ["withdrawn"] * 3


def test_an_unfinished_year_is_told_and_not_judged() -> None:
    """A part of a year is news, but no verdict rests on it; the whole year takes its place."""
    part = observation("2018年1-9月", 120, rule="part")
    change = only(side(X, *seen(START)), side(X, *seen(START), part))
    assert told(change) == [("new", "on_track")]
    assert words(change) == ["新数：2018年1-9月为120个，年度未满不计 （出处不详）"]
    whole = only(side(X, *seen(START), part), side(X, *seen({**START, 2018: 150})))
    assert told(whole) == [("new", "needs_acceleration")]


def test_a_year_that_was_unfinished_and_is_whole_is_new() -> None:
    """Whether a value counts is part of what it is: the same figure, now of the whole year, is judged."""
    change = only(side(X, *seen(START), observation(2018, 150, rule="part")), side(X, *seen({**START, 2018: 150})))
    assert told(change) == [("new", "needs_acceleration")]


def test_the_last_district_makes_the_value_new() -> None:
    """A sum that one of two districts was missing from is no value; it is not revised when the other one reports."""
    partial = replace(observation(2018, None, rule="districts"), origins=("a#1",))
    whole = replace(observation(2018, 150, rule="districts"), origins=("a#1", "b#1", "b#2"), covered=2, parts=2)
    before, after = side(X, *seen(START), partial), side(X, *seen(START), whole)
    change = only(before, after)
    assert told(change) == [("new", "needs_acceleration")]
    assert words(change) == ["新数：2018年为150个，2/2区县汇总 （a#1 b#1 等3行）"]
    back = only(after, before)
    assert told(back) == [("withdrawn", "on_track")]
    assert words(back) == ["不再采用：2018年为150个，现仅1/2区县有数 （a#1 b#1 等3行）"]
    first = only(side(X, *seen(START)), before)
    assert words(first) == ["新数：2018年仅1/2区县有数 （a#1）"]


# The plan


def test_another_unit_of_measure_changes_no_verdict() -> None:
    """The same in 万元 as in 亿元 is the unit and nothing else; what is revised besides is told in both units."""
    old = indicator(PROMISE, kind="amount", unit="亿元", bounds=(0, 900),
                    baseline={"period": 2015, "value": 100, "source": {"clause": "一"}})  # fmt: skip
    new = indicator({"at_least": 2000000}, kind="amount", unit="万元", bounds=(0, 9000000),
                    baseline={"period": 2015, "value": 1000000, "source": {"clause": "一"}})  # fmt: skip
    same = only(side(old, *seen({2017: 140})), side(new, *seen({2017: 1400000})))
    assert flip(same) == ("on_track", "on_track")
    assert [(cause.kind, cause.fields) for cause in same.causes] == [("method", ("unit",))]
    assert same.moved == 0
    assert words(same) == ["计量单位：亿元→万元"]
    change = only(side(old, *seen({2017: 140})), side(new, *seen({2017: 1100000})))
    assert told(change) == [("revised", "limited"), ("method", "on_track")]
    assert words(change)[0].startswith("修订：2017年140亿元→1100000万元")
    assert change.moved == 300000


def test_units_of_different_dimension_cannot_be_compared() -> None:
    """What was counted and is now an amount has one cause, and no gap that could have moved."""
    change = only(side(X, *seen(START)), side(indicator(PROMISE, unit="亿元"), *seen({2015: 1})))
    assert [(cause.kind, cause.fields) for cause in change.causes] == [("method", ("unit",))]
    assert change.causes[0].alone == flip(change)[1] == "not_assessable"
    assert change.moved is None


def test_another_roll_up_takes_its_observations_with_it() -> None:
    """The districts' sum comes with the rule that makes it; a reported value of another year is news by itself."""
    summed = observation(2017, 110, rule="districts")
    change = only(
        side(indicator(PROMISE, across="none"), *seen({2015: 100, 2017: 140})),
        side(indicator(PROMISE, across="sum"), *seen({2015: 100, 2018: 170}), summed),
    )
    assert told(change) == [("new", "on_track"), ("method", "limited")]


def test_targets_that_only_one_side_has() -> None:
    """They are added or removed, each without a cause, after the changes of status."""
    gone, come = indicator(PROMISE, id="gone"), indicator(PROMISE, id="come")
    found = compare(side([gone, X], *seen(START)), side([X, come], *seen({**START, 2018: 150})))
    assert [change.gap.id for change in found.changes] == ["x", "come", "gone"]
    assert [flip(change) for change in found.changes[1:]] == [(None, "not_assessable"), ("not_assessable", None)]
    assert [change.flip or bool(change.causes) for change in found.changes[1:]] == [False, False]


def test_targets_are_the_same_by_their_year() -> None:
    """A second year is added beside the first; a third in the place of the second is the same target moved."""
    one = indicator({}, target=({"by": 2020, "at_least": 200},))
    two = indicator({}, target=({"by": 2020, "at_least": 200}, {"by": 2022, "at_least": 300}))
    moved = indicator({}, target=({"by": 2020, "at_least": 200}, {"by": 2023, "at_least": 300}))
    both = indicator({}, target=({"by": 2024, "at_least": 200}, {"by": 2025, "at_least": 300}))
    values = seen(START)
    added = only(side(one, *values), side(two, *values))
    assert (added.before, added.gap.id) == (None, "x@2022")
    (cause,) = only(side(two, *values), side(moved, *values)).causes
    assert (cause.kind, cause.turn) == ("target", "looser")
    other = compare(side(two, *values), side(both, *values)).changes
    assert [flip(change)[0] is None for change in other] == [True, True, False, False]


def test_a_district_is_compared_by_its_share() -> None:
    """What was handed down to 乙区 changed, and what was not handed down before."""
    plans = [
        indicator(PROMISE, shares=shares)
        for shares in ((), ({"region": "乙区", "at_least": 60},), ({"region": "乙区", "at_least": 80},))
    ]
    values = [replace(it, region="乙区") for it in seen({2015: 20, 2017: 40})]
    tight = only(side(plans[1], *values), side(plans[2], *values), "乙区")
    assert words(tight) == ["目标：≥60个→≥80个（收紧）"]
    first = only(side(plans[0], *values), side(plans[1], *values), "乙区")
    assert flip(first) == ("not_assessable", "on_track")
    assert words(first) == ["目标：无→2020年≥60个（改变）"]


def test_order_is_by_how_far_the_gap_moved() -> None:
    """A fifth of one target goes before a tenth of another, a first value before both; changes of status lead."""
    names = ("flips", "tenth", "fifth", "first", "zero")
    kinds = [indicator(PROMISE, id=name) for name in names[:3]]
    kinds += [indicator(PROMISE, id="first", baseline=None), indicator({"at_most": 0}, id="zero")]
    old = [replace(it, indicator=name) for name in names[:3] for it in seen(START)]
    old += [observation(when, value, of="zero") for when, value in ((2015, 100), (2017, 60))]
    new = [observation(2017, value, of=name)
           for name, value in (("flips", 120), ("tenth", 160), ("fifth", 180), ("first", 1), ("zero", 59))]  # fmt: skip
    new += [it for it in old if it.period.year == 2015]
    found = compare(side(kinds, *old), side(kinds, *new))
    assert [change.gap.id for change in found.changes] == ["flips", "first", "zero", "fifth", "tenth"]


def test_made_up_values_are_said_on_either_side() -> None:
    """A single made-up row, old or new, marks the whole comparison."""
    made = observation(2018, 150, status="synthetic")
    plain, marked = side(X, *seen(START)), side(X, *seen(START), made)
    assert [compare(*sides).synthetic for sides in ((plain, marked), (marked, plain), (plain, plain))] == [
        True, True, False,
    ]  # fmt: skip


# Properties

PERIODS = ("2015", "2016", "2017-06-30", "2017", "2018-06-30", "2018", "2019", "2020", "2021")
VALUES = st.dictionaries(st.sampled_from(PERIODS), st.integers(-50, 400))
PROMISES: st.SearchStrategy[Promise] = st.sampled_from(
    ({"at_least": 200}, {"at_least": 300}, {"at_most": 50}, {"between": (100, 200)}, {"hold": {"at_least": 100}},
     {"direction": "up"}, {"by": 2019, "at_least": 200})
)  # fmt: skip
FIELDS = st.fixed_dictionaries(
    {"path": st.sampled_from(("auto", "linear", "geometric")), "kind": st.sampled_from(("count", "amount")),
     "unit": st.sampled_from(("亿元", "万元", "个")), "baseline": st.sampled_from((2015, 2016, None)),
     "across": st.sampled_from(("sum", "none")), "bounds": st.sampled_from((None, (0, 1000)))}
)  # fmt: skip


@st.composite
def sides(draw: st.DrawFn) -> Side:
    """A plan of one indicator with what was observed of it, part of it sums of districts or unfinished years."""
    made = indicator(draw(PROMISES), **draw(FIELDS))
    values = [observation(when, value, rule=draw(st.sampled_from(("year", "districts", "part"))))
              for when, value in draw(VALUES).items()]  # fmt: skip
    return side(made, *values, year=draw(st.sampled_from((None, 2018, 2020))))


def state(of: Side) -> State:
    """The state of its one target."""
    (made,) = of.plan.indicators
    kept = tuple(it for it in of.observations if of.year is None or it.period.year <= of.year)
    return State(made, made.target[0], REGION, kept, year=of.year)


@given(sides())
def test_nothing_changes_between_a_state_and_itself(one: Side) -> None:
    """From X to X there is no change."""
    found = compare(one, one)
    assert found.changes == ()
    assert [gap.id for gap in found.unchanged] == ["x"]


@given(sides(), sides())
def test_all_causes_together_are_the_whole_change(one: Side, two: Side) -> None:
    """Every edit applied, in any order, the old state is judged as the new one is: nothing was overlooked."""
    start, edits = differences(state(one), state(two))
    for order in (edits, edits[::-1]):
        gap = applied(start, order).gap
        after = state(two).gap
        assert (gap.status, gap.reason, gap.numbers) == (after.status, after.reason, after.numbers)


@given(sides(), sides())
def test_a_change_of_status_has_a_cause(one: Side, two: Side) -> None:
    """No flip is unexplained, and a single cause gives the new status by itself."""
    for change in compare(one, two).changes:
        assert change.causes
        if len(change.causes) == 1:
            assert change.causes[0].alone == change.gap.status
            assert not change.together


@given(sides(), sides())
def test_the_other_way_round_mirrors(one: Side, two: Side) -> None:
    """Swapped, what was new is withdrawn, old and new change places, and the gap moves back."""
    there, back = compare(one, two), compare(two, one)
    assert len(there.changes) == len(back.changes)
    for change, mirror in zip(there.changes, back.changes, strict=True):
        assert (change.before, change.after) == (mirror.after, mirror.before)
        assert sorted(map(_mirrored, change.causes)) == sorted(map(_plain, mirror.causes))
        units = {gap.indicator.unit for gap in (change.before, change.after) if gap is not None}
        if len(units) == 1 and change.moved is not None:
            assert mirror.moved == -change.moved


def _plain(cause: Cause) -> tuple[str, str, str, tuple[str, ...], str]:
    return cause.kind, str(cause.old), str(cause.new), cause.fields, cause.turn or ""


def _mirrored(cause: Cause) -> tuple[str, str, str, tuple[str, ...], str]:
    kind = {"new": "withdrawn", "withdrawn": "new"}.get(cause.kind, cause.kind)
    turn = {"tighter": "looser", "looser": "tighter"}.get(cause.turn or "", cause.turn or "")
    return kind, str(cause.new), str(cause.old), cause.fields, turn


@given(st.lists(st.sampled_from("abcd"), unique=True), st.lists(st.sampled_from("abcd"), unique=True))
def test_added_and_removed_mirror(old: list[str], new: list[str]) -> None:
    """What one way adds the other way removes."""
    one, two = (side([indicator(PROMISE, id=id_) for id_ in ids]) for ids in (old, new))
    there, back = compare(one, two).changes, compare(two, one).changes
    assert {change.gap.id for change in there if change.before is None} == set(new) - set(old)
    assert {change.gap.id for change in back if change.after is None} == set(new) - set(old)


def test_the_same_value_written_of_another_period_is_no_change() -> None:
    """2018 and 2018-12-31 are one time of a level: nothing moved."""
    old, new = (seen({"2015": 100, "2017": 140, when: 150}) for when in ("2018", "2018-12-31"))
    assert compare(side(X, *old), side(X, *new)).changes == ()
