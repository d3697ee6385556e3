"""hlwplan: a government plan as code.

Targets stand in YAML that CI can trust, measurements arrive as the files that departments send, and every verdict can
be followed to the clause of the plan and to the line of the file behind it.

A **measurement** is a row as reported; an **observation** the one value adopted for an indicator, region and period.
A **period** is what a value is about, a **vintage** when it was published, **as of** leaves later vintages out.  An
**indicator** is measured in a **unit**, always of measure; people are a **lead unit** or a **responsible unit**.  A
**target** is what an indicator is promised to reach by a year, from its **baseline**; a **gap** is target minus
latest, turned so that positive is short.
"""

__version__ = "0.1.0"
