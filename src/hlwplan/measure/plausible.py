"""Plausible: whether bytes that decode as GB18030 were Chinese text in the first place.

GB18030 gives a meaning to most pairs of bytes, so Big5, Shift-JIS, EUC and Latin text often decode without an error, as
characters that nobody writes.  Two things tell them apart: which part of the code the characters come from, and how
many of them are everyday characters of such files.
"""

import re
import unicodedata
from collections import Counter
from typing import Final

from hlwplan.language import Wording

_WORDS: Final = """
指标 名称 地区 区域 时间 年份 年度 月份 季度 上半年 累计 当期 数值 单位 计量 状态 发布 日期 来源 备注 注释 说明 数据库
表格 序号 统计局 年鉴 公报 省 市 县 区 旗 州 盟 自治 镇 乡 村 街道 新区 开发区 全国 全市 合计 总计 小计 其中 以上 以下
以及 平均 北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 壮族
海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 回族 新疆 维吾尔 香港 澳门 台湾 一 二 三 四 五 六 七 八 九 十 百 千
万 亿 元 个 家 户 件 人次 台 套 辆 座 篇 项 倍 率 比重 增长 速度 同比 环比 幅 末 初 每 均 正式 初步 估计 示例 国内
生产 总值 产业 农林牧渔 工业 企业 规模 建筑 房地产 交通 运输 仓储 邮政 信息 经济 技术 软件 互联网 网络 电子 商务
零售额 批发 销售 出口 进口 外贸 投资 固定 消费 社会 收入 支出 财政 税 金融 存款 贷款 余额 居民 城镇 就业 失业 人口
常住 户籍 教育 学校 学生 医院 床 卫生 文化 体育 保险 科技 研究 专利 能源 用电量 环境 空气质量 天数 旅游 客货 车 光纤
宽带 用户 平台 建设 工程 项目 任务 目标 完成 推进 启动 未 已 实现 达到 负责 联系 的 是 在 有 和 为 不 了 与 及 等 按
由 或 对 中 大 小 高 新 公 共 服务 管理 发展 主要 分 类 包括 如 本 表 可 能 到 从
"""
"""Words of statistics, administration and the calendar; what counts is the set of their characters."""

_ASCII: Final = re.compile("[\0-\x7f]+")
_EVERYDAY: Final = frozenset(_WORDS) - {" ", "\n"}

_MOST_ODD: Final = 5
"""At most one character in so many may lie outside GB2312.  Measured: none in files of statistics bureaux; of made-up
words in Big5 six in ten, in EUC-JP with kana a third, in Shift-JIS and Latin nearly all."""

_LEAST_EVERYDAY: Final = (2, 5)
"""At least two in five hanzi are everyday ones.  Measured: eight in ten and more in files of statistics bureaux, two
thirds in a government's prose; one in seven of made-up words in Big5, one in eight in EUC-JP and EUC-KR."""


_NEVER: Final = Wording("{code} is a character that nobody uses")
_RARE: Final = Wording("too many characters are rare, {sign} ({code}) the first")
_COMMON: Final = Wording("too few characters are common, {sign} ({code}) the first")


def doubt(text: str) -> tuple[int, str] | None:
    """Why text that was decoded from GB18030 is no Chinese text, with the position of the first sign of it.

    None where nothing speaks against it.  Text without a single hanzi says nothing for it, and is doubted.
    """
    counts = Counter(_ASCII.sub("", text))
    for suspects, why in (
        ({sign for sign in counts if _never(sign)}, _NEVER),
        (_too_many_odd(counts), _RARE),
        (_too_few_everyday(counts), _COMMON),
    ):
        if suspects:
            at = min(text.index(sign) for sign in suspects)
            return at, Wording(why.phrase.message, sign=text[at], code=f"U+{ord(text[at]):04X}")
    return None


def ordinary(text: str) -> bool:
    """Whether every character is among the hanzi and the punctuation of GB2312: of a random few, none would be."""
    return all(map(_ordinary, text))


def _never(sign: str) -> bool:
    """Private use, controls and what Unicode has not assigned; planes 2 and 3 go on growing, and are hanzi."""
    return unicodedata.category(sign) in {"Co", "Cc", "Cn"} and not 0x20000 <= ord(sign) < 0x40000


def _too_many_odd(counts: Counter[str]) -> set[str]:
    """The characters outside the hanzi and the punctuation of GB2312, where they are too many: kana are, too."""
    odd = {sign for sign in counts if not _ordinary(sign)}
    return odd if sum(counts[sign] for sign in odd) * _MOST_ODD > counts.total() else set()


def _too_few_everyday(counts: Counter[str]) -> set[str]:
    """All characters, where too few of the hanzi among them are everyday ones."""
    hanzi = sum(count for sign, count in counts.items() if _row(sign) in range(16, 88))
    everyday = sum(counts[sign] for sign in _EVERYDAY)
    least, of = _LEAST_EVERYDAY
    return set() if hanzi and everyday * of >= hanzi * least else set(counts)


def _ordinary(sign: str) -> bool:
    return _row(sign) in range(1, 4) or _row(sign) in range(16, 88)


def _row(sign: str) -> int:
    """The row of GB2312 that the character's bytes lie in, from 1; 0 outside its square of 94 by 94."""
    lead, trail, *more = sign.encode("gb18030")
    return 0 if more or lead < 0xA1 or trail < 0xA1 else lead - 0xA0
