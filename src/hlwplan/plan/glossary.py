"""What the keys and choices of a plan file are called and mean, for editors that show it beside the file.

Chinese first, as plans are written in it, then English.  The words of a choice are also what `load` knows it by where
a plan says the Chinese word.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Entry:
    """A Chinese title, and an explanation in both languages; `examples` are ways to write the value."""

    title: str
    chinese: str
    english: str
    examples: tuple[str | int, ...] = ()

    @property
    def description(self) -> str:
        """Both languages, as an editor shows them."""
        return f"{self.chinese} / {self.english}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a fixed list: its Chinese words, the usual one first, and what it means."""

    words: tuple[str, ...]
    chinese: str
    english: str

    @property
    def description(self) -> str:
        """The usual word, and both languages."""
        return f"{self.words[0]}：{self.chinese} / {self.english}"


FILES: Final[Mapping[str, Entry]] = {
    "plan": Entry("计划文件 plan.yaml", "文件信息、领域、地区和单位", "document, areas, regions, organisations"),
    "tasks": Entry("任务文件 tasks.yaml", "重点任务、保障措施及其建设任务", "tasks, safeguards and their deliverables"),
    "targets": Entry("目标文件 targets.yaml", "指标及其目标", "indicators and their targets"),
}

MODELS: Final[Mapping[str, Entry]] = {
    "Head": FILES["plan"],
    "Paper": Entry("文件信息", "计划所依据的正式文件", "the official document that the plan is taken from"),
    "Area": Entry("领域", "任务所属的领域", "a part of the plan that tasks belong to"),
    "Region": Entry("地区", "计划涉及的一个地区", "a place"),
    "Organisation": Entry("单位", "牵头单位或责任单位", "one that leads a task or is responsible for it"),
    "Uncited": Entry("不列为目标的数字", "原文中的数字不是目标，并说明原因", "figures that are no targets, and why"),
    "Task": Entry("任务", "一项重点任务或保障措施", "one of the plan's numbered tasks or safeguards"),
    "Deliverable": Entry("建设任务", "期末建成或未建成的事项", "something that exists or not by the end"),
    "Source": Entry("出处", "写明条款或网址，至少其一", "a clause of the text, or an address; one of them at least"),
    "Bound": Entry("限值", "不低于或不高于，只写其一", "at least or at most, one of them"),
    "Milestone": Entry("年度目标", "目标年之前某年的目标", "a value due before the target year"),
    "Share": Entry("分解目标", "分解到一个地区的目标", "a target handed down to a region"),
    "Target": Entry("目标", "到某年达到的数值，五种写法只用其一", "a promise for a year, in one of five ways"),
    "Baseline": Entry("基期", "计划起点；不写数值时采用该期填报数", "where the plan starts, with or without its value"),
    "MeanWeightedBy": Entry("加权平均", "各区县按另一指标加权平均", "of districts, by another indicator"),
    "Indicator": Entry("指标", "一项指标及其目标", "what is measured, and what is promised of it"),
}

FIELDS: Final[Mapping[str, Entry]] = {
    # By `Model.key`; a bare key is meant wherever there is no such entry.
    "id": Entry("标识", "ASCII 字母、数字和 . _ -，全计划唯一", "letters, digits, . _ -; leads to one thing"),
    "name": Entry("名称", "通用名称", "as it is called"),
    "name_en": Entry("英文名称", "可不写", "English name, may be left out"),
    "title": Entry("标题", "按原文书写", "as the text has it"),
    "title_en": Entry("英文标题", "可不写", "English title, may be left out"),
    "aliases": Entry("别名", "数据中可能出现的其他名称", "other names that measurements may use"),
    "source": Entry("出处", "条款和原文短语，或网址", "the clause and its words, or an address"),
    "quote": Entry("原文短语", "原文中的短语，与正式文本核对", "words of the text, compared with it"),
    "url": Entry("网址", "以 https:// 或 http:// 开头", "begins with https:// or http://"),
    "clause": Entry("条款", "正式文本的条款编号", "clause of the official text", ("二(一)3",)),
    "stated": Entry("年份依据", "原文是否写明年份", "whether the clause names the year"),
    "nature": Entry("目标属性", "原文未写明时为 null", "null where the text does not say"),
    "at_least": Entry("不低于", "按指标的计量单位", "in the indicator's unit of measure"),
    "at_most": Entry("不高于", "按指标的计量单位", "in the indicator's unit of measure"),
    "by": Entry("年份", "到该年年底", "due at the end of this year", (2020,)),
    # plan.yaml
    "Head.id": Entry("计划标识", "ASCII 字母、数字和 . _ -", "letters, digits, . _ -"),
    "Head.title": Entry("计划名称", "文件标题", "the plan's title"),
    "Head.document": Entry("文件信息", "文号、发文机关、日期、效力", "number, issuer, dates, whether in force"),
    "Head.horizon": Entry("规划期末年", "计划的最后一年", "the plan's last year", (2020,)),
    "Head.areas": Entry("领域", "任务所属的领域，至少一个", "parts of the plan that tasks belong to; one at least"),
    "Head.regions": Entry("地区", "首个为本级，至少一个", "the first is the plan's own; one at least"),
    "Head.organisations": Entry("单位", "牵头单位和责任单位", "lead units and responsible units"),
    "Head.uncited": Entry("不列为目标的数字", "供 `hlwplan audit` 核对原文", "for `hlwplan audit`"),
    "Paper.number": Entry("发文字号", "未知时为 null", "null where not known", ("绍政发〔2016〕27号",)),
    "Paper.index": Entry("索引号", "信息公开索引号", "number in the register of published papers"),
    "Paper.issuer": Entry("发文机关", "制发文件的机关", "who issued it"),
    "Paper.publisher": Entry("发布机构", "公开文件的机构", "who published it"),
    "Paper.topic": Entry("主题分类", "信息公开的主题分类", "topic in the register"),
    "Paper.disclosure": Entry("公开方式", "如主动公开", "how it was made public", ("主动公开",)),
    "Paper.issued": Entry("成文日期", "写作 2016-06-28", "written 2016-06-28", ("2016-06-28",)),
    "Paper.published": Entry("公开日期", "写作 2016-06-29", "written 2016-06-29", ("2016-06-29",)),
    "Paper.in_force": Entry("是否有效", "未知时为 null", "null where not known"),
    "Paper.in_force_quote": Entry("效力说明", "说明效力的原文", "the words that say so"),
    "Area.title": Entry("标题原文", "该部分的标题", "the heading's words"),
    "Area.clause": Entry("条款", "该部分标题的条款编号", "the heading's clause", ("二(一)",)),
    "Region.parts": Entry("下辖地区", "其数值组成本地区数值的地区", "regions whose values make up this one's"),
    "Uncited.phrase": Entry("原文短语", "数字及其前后的文字", "words of the text around the figure"),
    "Uncited.reason": Entry("原因", "为何不是目标", "why its figures are no target"),
    # tasks.yaml
    "Task.no": Entry("序号", "任务在原文中的序号；没有则为 null", "number in the text, or null"),
    "Task.area": Entry("所属领域", "plan.yaml 中领域的标识", "id of an area in plan.yaml"),
    "Task.lead": Entry("牵头单位", "列表；原文未写明时为 null", "null where the text names none"),
    "Task.responsible": Entry("责任单位", "列表；原文未写明时为 null", "null where the text names none"),
    "Task.responsible_open": Entry("以“等”结尾", "责任单位名单以“等”结尾", "that list ends with 等"),
    "Task.deliverables": Entry("建设任务", "期末建成或未建成的事项", "what exists or not by the end"),
    "Deliverable.title": Entry("名称", "按原文书写，否则另写 quote", "in the text's words, else add `quote`"),
    "Deliverable.quote": Entry("原文", "名称与原文不同时，写原文", "the text's words where the title is not verbatim"),
    # targets.yaml
    "Indicator.name": Entry("指标名称", "数据据此对应到指标", "measurements find the indicator by it"),
    "Indicator.task": Entry("所属任务", "tasks.yaml 中任务的标识", "id of a task in tasks.yaml"),
    "Indicator.unit": Entry(
        "计量单位", "目标和填报数的单位", "unit of measure", ("亿元", "万元", "家", "万户", "%", "Gbps", "指数")
    ),
    "Indicator.kind": Entry("指标类型", "与计量单位相符，决定计划路径", "fits the unit of measure, chooses the path"),
    "Indicator.series": Entry("数据性质", "决定年度数值如何取得", "how a year's value is had"),
    "Indicator.bounds": Entry("取值范围", "[下限, 上限]；比率默认 0 至 100%", "[low, high]; a rate has 0 to 100 %"),
    "Indicator.target": Entry("目标", "一个目标，或按年份排列的列表", "one target, or a list in the order of years"),
    "Indicator.milestones": Entry("年度目标", "目标年之前各年的目标", "values due before the target year"),
    "Indicator.baseline": Entry("基期", "计划起点的统计期和数值", "the period and value that the plan starts from"),
    "Indicator.path": Entry("计划路径", "基期到目标之间的走法", "the way from baseline to target"),
    "Indicator.across": Entry("汇总方式", "下辖地区如何汇总为本级", "how districts make the whole"),
    "Indicator.shares": Entry("分解目标", "分解到各地区的目标", "targets of districts"),
    "Share.region": Entry(
        "地区",
        "plan.yaml 中的地区；each 指其余各下辖地区均须达到",
        "a region of plan.yaml; `each`: every part of the plan's own region that has no share of its own",
        ("each",),
    ),
    "Target.by": Entry("目标年", "到该年年底", "due at the end of this year", (2020,)),
    "Target.between": Entry("区间", "[下限, 上限]，含两端", "[low, high], both ends included"),
    "Target.hold": Entry("每年保持", "每年都要达到的限值", "to be kept every year"),
    "Target.direction": Entry("无量化目标", "只写明方向", "no figure is promised, only a direction"),
    "Baseline.period": Entry(
        "统计期",
        "年、半年、季度、月、日",
        "a year or a part of it",
        (2015, "2018H1", "2018Q3", "2018-06", "2018年6月"),
    ),
    "Baseline.value": Entry("基期数值", "须写 source 或 assumed: true", "wants `source` or `assumed: true`"),
    "Baseline.assumed": Entry("假定值", "数值没有出处，为假定", "the value is assumed, no source states it"),
    "MeanWeightedBy.mean_weighted_by": Entry("权数指标", "作为权数的指标标识", "id of the weighting indicator"),
}

NOT_SAID: Final = Choice(("未明确",), "原文未写明", "the text does not say")

CHOICES: Final[Mapping[str, Choice]] = {
    "explicit": Choice(("明确年份", "明确"), "条款写明年份", "the clause names the year"),
    "horizon": Choice(("规划期末", "期末"), "未写年份，指规划期末年", "the plan's last year is meant"),
    "binding": Choice(("约束性",), "必须完成", "must be met"),
    "expected": Choice(("预期性",), "预期实现", "expected to be met"),
    "aspirational": Choice(("力争", "争取"), "力争实现", "the text says it will be tried for"),
    "amount": Choice(("总量", "金额", "数额"), "金额或实物量", "money, or a physical quantity"),
    "count": Choice(("数量", "个数"), "计数", "things counted"),
    "rate": Choice(("比率", "比例", "占比", "覆盖率"), "占总体的份额", "a share"),
    "index": Choice(("指数", "倍数"), "指数或倍数", "an index or a multiple"),
    "speed": Choice(("带宽", "速率"), "网络速率", "bandwidth"),
    "growth": Choice(("增速", "增长率", "增长"), "增长率或百分点", "a growth rate"),
    "flow": Choice(("流量", "全年"), "一年内累加", "adds up over the year"),
    "level": Choice(("存量", "时点", "年末"), "取年内最新值", "the latest of the year"),
    "cumulative": Choice(("累计",), "历年累计，取年内最新值", "a running total, the latest of the year"),
    "auto": Choice(("自动",), "总量按几何，其余按线性", "geometric for amounts, else linear"),
    "linear": Choice(("线性", "直线"), "每年增量相同", "the same step each year"),
    "geometric": Choice(("几何", "等比"), "每年增速相同", "the same growth rate each year"),
    "sum": Choice(("加总", "合计", "求和", "相加"), "各区县相加，只用于总量和数量", "amounts and counts only"),
    "none": Choice(("不汇总", "无"), "只用本级填报数", "only what is reported for the whole"),
    "up": Choice(("上升", "提高", "增加"), "逐步提高", "is to rise"),
    "down": Choice(("下降", "降低", "减少"), "逐步降低", "is to fall"),
}


_EACH: Final = re.compile(r"\s*([各每]|所有|全部|均(?=[须应]|\s*$)|(all|any|each|every\w*)\b|\*\s*$)", re.IGNORECASE)


def means_each(region: str) -> bool:
    """Whether who writes this for a region means `each`: 各区县, 每个, 所有地区, all, every county."""
    return _EACH.match(region) is not None


def meant_by(word: str, choices: Sequence[str]) -> str | None:
    """The one of `choices` with this Chinese word, or with one that begins it or that it begins (预期); else None."""
    word = word.strip()
    known = {chinese: name for name in choices if name in CHOICES for chinese in CHOICES[name].words}
    near = (name for chinese, name in known.items()
            if word.startswith(chinese) or (len(word) > 1 and chinese.startswith(word)))  # fmt: skip
    return known.get(word) or next(near, None)
