"""The catalogue of codes: what each says and what it weighs, worded once.

A check names a code and the values at hand; a message reads the same wherever it comes from, and can be said in another
language without touching a check.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """How much a finding weighs: an error stops what was asked for, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Code:
    """An entry of the catalogue.  `message` and `hint` are templates over the diagnostic's values."""

    severity: Severity
    message: str
    hint: str = ""


def _error(message: str, hint: str = "") -> Code:
    return Code(Severity.ERROR, message, hint)


def _warning(message: str, hint: str = "") -> Code:
    return Code(Severity.WARNING, message, hint)


def _note(message: str, hint: str = "") -> Code:
    return Code(Severity.NOTE, message, hint)


CATALOGUE: Final[Mapping[str, Code]] = {
    # Y0xx: the text of a YAML file
    "Y001": _error("not UTF-8: {reason}", "save the file as UTF-8"),
    "Y002": _error(
        "{size:,} bytes are too many; a plan file has at most {limit:,}", "take out what is no plan, or split the plan"
    ),
    "Y003": _error("not YAML: {problem}", "{hint}"),
    "Y004": _error("key {key!r} was given at line {first} already", "keep one of the two"),
    "Y005": _error("{what} {text!r} is not allowed in a plan file", "write the value out"),
    "Y006": _error("nested deeper than {limit} levels", "look for brackets that repeat"),
    "Y007": _error("a key must be plain text, not {what}", "write the key alone, without brackets or `*`"),
    "Y008": _error("number {text!r} is not finite", "leave the value null where there is none"),
    "Y009": _error("the file holds more than one document", "keep one, without further `---` lines"),
    "Y010": _error("no such file", "a plan is a folder with plan.yaml, tasks.yaml and targets.yaml"),
    "Y011": _error("the file is empty", "it holds {expected}"),
    # P0xx: the schema
    "P001": _error("unknown key {key!r}", "known here: {known}"),
    "P002": _error("key {key!r} is missing", "{hint}"),
    "P003": _error("{given} is not {expected}", "{hint}"),
    "P004": _error("{given} is none of {allowed}"),
    "P005": _error("{given} does not have the form of {what}", "{hint}"),
    "P006": _error("incomplete or contradictory: {problem}", "{hint}"),
    "P007": _error("{given} has too many decimals", "write at most 12"),
    # P1xx: the rules of a plan
    "P101": _error("id {name!r} stands at {first} already", "give one of the two another id"),
    "P102": _error("name {name!r} stands at {first} already", "a name or alias must lead to one thing"),
    "P103": _error(
        "no {what} is called {name!r}", "write one of the {what}s that the plan lists, or add it to {where}"
    ),
    "P104": _error("unit of measure {name!r} is not known", "known for such an indicator: {known}"),
    "P105": _error("kind {kind!r} is not measured in {unit} ({dimension})", "kinds that {unit} goes with: {kinds}"),
    "P106": _error("{value} lies outside the bounds {low} to {high}", "mend the value, or state wider `bounds`"),
    "P107": _error("the lower end {low} is not below the upper end {high}", "write [lower, upper]"),
    "P108": _error(
        "baseline {baseline} is not before the target year {by}", "give an earlier baseline, or mend the target's `by`"
    ),
    "P109": _error("{later} is not after {earlier}", "list by year, each year once"),
    "P110": _error(
        "milestone {by} is not between the baseline {start} and the target year {end}", "a milestone is due on the way"
    ),
    "P111": _error(
        "milestone {value} is not on the way from {start} to {end}",
        "milestones move towards the target and do not pass it",
    ),
    "P112": _error("the shares add up to {total} {unit}, the target is {target} {unit}", "mend a share or the target"),
    "P113": _error(
        "the quote says {figures}, the target {target}", "make the value the text's, or quote the words that say it"
    ),
    "P114": _error("the quote has no figure in {unit}", "quote the words around the figure"),
    "P115": _error("the quote says {word}, the target is `{operator}`", "write `{expected}`"),
    "P116": _error("baseline value {value} has no source", "give the baseline its own `source`, or `assumed: true`"),
    "P117": _error("path geometric is not possible: {why}", "use `path: linear` or `auto`"),
    "P118": _error(
        "values of kind `{kind}` do not add up over districts", "use `mean_weighted_by: <indicator>` or `none`"
    ),
    "P119": _error("horizon is {horizon}, yet the target is due in {by}", "use `stated: explicit`, or the plan's year"),
    "P120": _error("the quote says {word}, which is an aspiration", "write `nature: aspirational`"),
    "P121": _error(
        "region {name!r} is part of itself or of two regions", "a region is part of one other at most: take it out here"
    ),
    "P122": _error("region {name!r} has a share at line {first} already", "give each region one share"),
    "P123": _error("region {name!r} is the plan's own", "its target is the indicator's `target`"),
    "P124": _error("{given}, yet the target is {wanted}", "use `{wanted}`: one indicator goes one way"),
    "P125": _error("{later} in {by} falls back behind {earlier} in {before}", "mend a value, or its year"),
    "P126": _error("baseline {period} is no whole year, and the series is a flow", "write the year, such as {year}"),
    "P127": _error("no region can be called {name!r}", "`region: each` in `shares` stands for all of them"),
    "P128": _error("`each` reaches no region: {why}", "take the share out, or mend the region's `parts` in plan.yaml"),
    # P2xx: the plan held against its official text
    "P201": _error("these words are not in the text: {quote!r}", "{hint}"),
    "P202": _error("{quote!r} is in the text, but in {found}, not in clause {clause}", "mend the words, or the clause"),
    "P203": _error("clause {clause} is not in the text", "clauses of the text: {known}"),
    "P204": _error(
        "figure {figure} is cited by no target: …{around}…", "encode it as a target, or list it under `uncited:`"
    ),
    "P205": _error("uncited phrase {phrase!r} {problem}", "remove the entry, or mend its phrase"),
    "P206": _error("stated {stated}, yet the sentence {names} {year}年", "write `stated: {expected}`"),
    "P207": _error("the clause's list {says} with 等", "write `responsible_open: {expected}`, or complete the list"),
    # D0xx: the text and layout of a file of measurements
    "D001": _error(
        "not {encoding}: {reason}",
        "in Excel choose the type CSV UTF-8 (CSV UTF-8(逗号分隔)) when saving, or give the encoding (`--encoding`)",
    ),
    "D002": _error(
        "no header with measurements below it",
        "begin with a header line, then measurements; of a workbook name the sheets that hold some (`--sheet`)",
    ),
    "D003": _error("nothing says {missing}; seen: {seen}", "add the column, or give it for the whole file: {set}"),
    "D004": _error("column {name!r} is not known", "known headers: {known}; delete what is not to be read"),
    "D005": _error("header {name!r} says the same as {other!r}", "keep one of the two columns"),
    "D006": _error(
        "{found} fields where the header has {expected}",
        'quote a field with a comma in it ("1,234"), and give an empty field its comma too',
    ),
    "D007": _error("a NUL byte", "the file is no text, or was damaged on its way"),
    "D008": _error(
        "a quoted field opens here and is not closed within {limit} characters",
        'close it, and write a quotation mark inside it twice: ""',
    ),
    "D009": _error("{form} files are not read yet", "save the table as CSV UTF-8"),
    "D010": _error(
        "fields seem to be separated by {separator!r}, not by commas, semicolons or tabs",
        "save the file as CSV with commas, or give the separator (`--delimiter`)",
    ),
    "D011": _error(
        "not UTF-8, and read as GB18030 it is no likely text: {why}",
        "save the file as CSV UTF-8, or give its encoding (`--encoding big5`; `--encoding gb18030` if it is right)",
    ),
    "D012": _error(
        "this line is {here}, line {line} is {there}",
        "save all parts in one encoding, best as CSV UTF-8, then join them",
    ),
    "D013": _error("encoding {name!r} is not known", "give one such as utf-8, gb18030, utf-16 or big5"),
    "D014": _error(
        "lines can be divided by {first!r} (into {first_width}) as well as by {second!r} (into {second_width})",
        "give the delimiter (`--delimiter`)",
    ),
    "D015": _error(
        "text behind the quotation mark that closes the field of line {opened}",
        'write a quotation mark inside a quoted field twice: ""',
    ),
    "D016": _error("a field of more than {limit} characters", "the file may be damaged; shorten the field"),
    "D017": _error(
        "delimiter {delimiter!r} {problem}", "give , or ; or tab, or the one character that divides the fields"
    ),
    "D018": _error(
        "UTF-16 without a byte order mark", "save the file as CSV UTF-8, or give its encoding (`--encoding {codec}`)"
    ),
    "D019": _error(
        "too little text to tell GB18030 ({gb}) from UTF-8 ({utf})",
        "give the encoding (`--encoding gb18030` or `--encoding utf-8`)",
    ),
    "D021": _error("no Excel workbook (.xlsx), but {found}", "{hint}"),
    "D022": _error("too large to read: {what} {size}, at most {limit}", "delete what is not needed, or save as CSV"),
    "D023": _error(
        "the workbook is damaged: {reason}", "open it in Excel or WPS and save it again, or have it sent again"
    ),
    "D024": _error("no sheet is called {name!r}; sheets of the workbook: {known}", "write one of these names"),
    "D025": _note("the sheet is hidden and was not read", "name it to have it read (`--sheet`)"),
    "D026": _error("{cell} holds {text!r}: {why}", "mend the cell, or leave it empty where nothing was measured"),
    "D027": _error("{cell} holds {formula!r}, which was never calculated", "open the workbook in Excel, and save it"),
    "D028": _note("formulas are read by the value they last had: {count} of them, the first in {cell}"),
    "D029": _warning(
        "the format {format!r} shows {cell} as something other than {stored}, which is read; cells like this: {count}",
        "give the cells a format without scale or words, and check them",
    ),
    "D030": _warning("merged cells {area}: {problem}", "unmerge the cells, and write in each what belongs there"),
    "D031": _error(
        "no header names a value, a period, a region or an indicator; seen: {seen}",
        "the header row names what the values are about: 数值, or periods, regions or indicators of the plan",
    ),
    "D032": _error(
        "column {column} fits more than one layout: its labels name {ways}",
        "give the column a header: 指标, 地区 or 时间",
    ),
    "D033": _error(
        "column {column} names nothing that the plan has: {labels}",
        "use names or aliases of the plan under a header 指标, 地区 or 时间; a compound label is split by --key",
    ),
    "D034": _error("{given!r} is given for {field}, which the file says itself", "leave it out of the command"),
    "D035": _error(
        "no column to split by {rule!r}", "labels to split stand before the values, under a header that is no field's"
    ),
    "D036": _error(
        "the title does not name one period: {periods}", "give the one that is meant, such as --set 时间=2019年"
    ),
    "D037": _error("the file fits two layouts: {first}; {second}", "leave one of the two out, or send two files"),
    "D038": _error("the headers do not say the same kind of thing: {ways}", "keep columns of one kind in one file"),
    "D039": _error("key {text!r} does not have the form {rule!r}", "mend the key, or the rule given with --key"),
    "D040": _error("{found} values where a row has 4 to 9", "write indicator, region, period, value, unit and so on"),
    # D1xx: the cells
    "D101": _error("value {text!r} is no number: {why}", "leave the field empty where nothing was measured"),
    "D102": _error("period {text!r} is not understood", "write 2018, 2018Q3, 2018年6月, 2018年1-9月 or 2018-06-30"),
    "D103": _error("unit of measure {text!r} is not known", "write {known}"),
    "D104": _error("unit {given} ({given_dimension}) cannot be {wanted} ({wanted_dimension})", "report in {wanted}"),
    "D105": _error(
        "the value has no unit of measure",
        "say it in a column 单位, in the header, or for the whole file with --set 单位={wanted}{beware}",
    ),
    "D106": _error("value {text!r} and unit {unit!r} contradict each other", "say the unit and its scale once"),
    "D107": _error("indicator {text!r} is not in the plan", "use an id, a name or an alias of the plan"),
    "D108": _error("region {text!r} is not in the plan", "regions of the plan: {known}"),
    "D109": _error("status {text!r} is not known", "write 正式, 初步, 估计 or 示例, or leave it empty"),
    "D110": _error("{text!r} is not understood as a day of the calendar", "write it as 2019-03-01"),
    "D111": _error("state {text!r} of a deliverable is not known", "write 未启动, 推进中, 已完成 or a percentage"),
    "D112": _error("{name} is empty", "write it in every row"),
    "D113": _error("published {published}, which is still to come", "write the day on which the value was published"),
    "D114": _error(
        "value {text!r} is not one exact number: {why}", "write the value that was measured, and 约 or a range in 备注"
    ),
    "D115": _error("value {text!r} is not a number alone: {why}", "write the number with its sign, and a note in 备注"),
    "D116": _error(
        "value {text!r} is no number: {why}",
        "write 0 where there is none; leave the field empty if nothing was measured",
    ),
    "D117": _error("period {text!r} is not understood: {why}", "write {instead}"),
    "D118": _error("unit of measure {text!r} cannot be converted to {wanted}: {why}", "report in {wanted}"),
    "D119": _error("value {text!r} is no number: {why}", "write the number alone, and its unit in the unit column"),
    "D120": _error("units of measure {first!r} and {second!r} contradict each other", "say the unit once"),
    "D121": _error("{basis} and period {text!r} do not go together", "write the period that the value is about"),
    "D122": _error("{text!r} leaves open what a value covers", "write 当季值, 当月值, 本期值 or 累计值"),
    # D2xx: what the measurements mean
    "D201": _error("{what}: {value} here, {other} at line {line}", "one observation has one value; keep the right one"),
    "D202": _warning("{what} stands at line {line} already, with the same value", "remove the row"),
    "D203": _error(
        "{what}: {value} here, {other} in {where}, both published {published}",
        "{hint}",
    ),
    "D204": _warning("{value} {unit} lies outside {low} to {high}", "check the value and its unit"),
    "D205": _warning(
        "{period} was not over when this was published, {published}",
        "report what has run up so far, such as 2018年1-9月",
    ),
    "D206": _warning(
        "{value} in {period} is {times} {other} in {neighbour} ({where})",
        "check the value, its unit of measure and its decimal point",
    ),
    "D207": _warning(
        "a running total falls from {earlier} in {first} to {later} in {second} (the other stands at {where})",
        "report the total so far, not what the period added; check both",
    ),
    "D208": _warning("{period} is still to come, today is {today}", "check the year; a forecast is no measurement"),
    "D216": _warning(
        "{what}: {total} {unit} is given, its {count} parts add up to {sum} {unit}", "check the total and its parts"
    ),
    "D217": _warning("{what} is no region of the plan and was left out: {why}", "name the region that it is about"),
    # S0xx: the store
    "S003": _warning(
        "{rows} about {name} left out: the plan does not have it",
        "give the plan's entry its old name as an alias, or leave the rows be",
    ),
    "S002": _error("the batch cannot be read: {reason}", "restore the file from version control"),
    "S001": _error("the original is not the file that its name says", "restore the file from version control"),
    "S004": _error("original {original} is missing", "restore it from version control, or ingest the file again"),
    "S005": _warning("no batch came from this original", "ingest the file again, or remove it"),
    "S006": _error("no file of a store", "move it away; measurements come in by `hlwplan ingest`"),
    "S007": _warning("left behind by a writer that was killed", "remove it, unless a command is writing right now"),
    "S008": _error(
        "{field} {text!r} is not {expected}", "restore the file from version control, or take the batch back"
    ),
    "S009": _error("origin {origin!r} leads nowhere: {why}", "restore the batch and its original together"),
    "S010": _error(
        "the retraction cannot be read: {reason}",
        "restore the file from version control; `hlwplan retract` writes retractions",
    ),
    "S011": _error("batch {batch} is retracted, and there is no such batch", "restore the batch, or remove this file"),
    "S012": _error(
        "this file was taken back on {date}, batch {batch}: {why}",
        "send it with corrections, or with its true date of publication (`--published`); removing {tombstone} brings"
        " the batch back",
    ),
    "S013": _warning(
        "batches that other files hold too, and that count once: {count}",
        "type `hlwplan compact`, which clears away what is there twice",
    ),
    # Q0xx: a query
    "Q001": _error("DuckDB refuses the query: {problem}", "{hint}"),  # its words are English in every language
    "Q002": _error("{count} statements where one is wanted", "write one, such as SELECT * FROM gaps"),
    "Q003": _error(
        "{kind} is no question, and nothing else is run",
        "begin with SELECT, FROM, WITH, VALUES, PIVOT, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN",
    ),
    "Q004": _error(
        "the query needs more memory than it may have, half of this machine's", "ask for fewer rows, or for sums"
    ),
    "Q005": _warning("column {name!r} was given before; this one is called {new!r}", "name it yourself, with AS"),
    "C001": _error("no {what} is called {name!r}", "known: {known}"),  # C0xx: what a command is asked about
}
"""Every code there is.  A code is never used again for something else."""
