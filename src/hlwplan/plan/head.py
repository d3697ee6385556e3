"""`plan.yaml`: the document that a plan is taken from, its areas, regions and organisations."""

from typing import Annotated

from pydantic import Field

from hlwplan.plan.fields import Day, Frozen, Id, Text, Year


class Paper(Frozen):
    """The official document that the plan is taken from."""

    number: Annotated[Text | None, Field(description="发文字号")] = None
    index: Annotated[Text | None, Field(description="索引号")] = None
    issuer: Annotated[Text | None, Field(description="发文机关")] = None
    publisher: Annotated[Text | None, Field(description="发布机构")] = None
    topic: Annotated[Text | None, Field(description="主题分类")] = None
    disclosure: Annotated[Text | None, Field(description="公开方式")] = None
    issued: Annotated[Day | None, Field(description="成文日期")] = None
    published: Annotated[Day | None, Field(description="公开日期")] = None
    in_force: Annotated[bool | None, Field(description="是否有效; null: not known 未明确")] = None
    in_force_quote: Annotated[Text | None, Field(description="the words that say so / 失效说明原文")] = None
    url: Annotated[Text | None, Field(description="网址")] = None


class Area(Frozen):
    """A part of the plan that tasks belong to."""

    id: Id
    name: Text
    name_en: Text | None = None
    clause: Annotated[Text | None, Field(description="the heading's clause / 条款")] = None
    title: Annotated[Text | None, Field(description="the heading's words / 标题原文")] = None


class Region(Frozen):
    """A place; `parts` are the places whose values make up its own."""

    name: Text
    name_en: Text | None = None
    aliases: tuple[Text, ...] = ()
    parts: Annotated[tuple[Text, ...], Field(description="regions that make up this one / 下辖区县")] = ()


class Organisation(Frozen):
    """A unit in the organisational sense: one that leads a task or is responsible for it."""

    name: Text
    name_en: Text | None = None
    aliases: tuple[Text, ...] = ()


class Uncited(Frozen):
    """A phrase of the text whose figures are no targets, and why."""

    phrase: Annotated[Text, Field(description="words of the text around the figure / 原文短语")]
    reason: Annotated[Text, Field(description="why its figures are no target / 原因")]


class Head(Frozen):
    """`plan.yaml`: the document, its areas, regions and organisations."""

    id: Id
    title: Text
    title_en: Text | None = None
    document: Paper
    horizon: Annotated[Year, Field(description="the plan's last year / 规划期末年")]
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]
    regions: Annotated[tuple[Region, ...], Field(min_length=1, description="the first is the plan's own / 首个为本级")]
    organisations: tuple[Organisation, ...] = ()
    uncited: tuple[Uncited, ...] = ()
