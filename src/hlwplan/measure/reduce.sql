-- From measurements to yearly observations, in the SQL that DuckDB and Spark share.
--
-- Reads, all text unless said otherwise:
--   measurements  indicator region period value unit status published source origin line
--                 line: the digits at the end of origin, empty where there are none
--   indicators    indicator series across weight base_begins base_ends
--                 indicator: its place in the plan, a whole number, as everywhere but in measurements and units.
--                 weight: the indicator that weighs a mean; null.  The times of the baseline's period; null
--   names         written indicator                       an indicator by the name or id that rows give
--   units         indicator unit up down                  value * up * down is in the indicator's unit (decimals)
--   periods       written period year first_month last_month kind span ends stretch year_ends   (whole numbers but
--                 `written` and `kind`; `period` numbers them in the order of preference; span is 12 of a year, 6 of a
--                 half, 3 of a quarter, 1 of a month, however they are written, of 1-12月 too; 0 of any other run-up
--                 since January, 2 of a day.  Three are times: of its end, of its end and its span, and one after
--                 everything of its year)
--   places        written region                          a region's place in the plan by the name that rows give
--   regions       part whole parts                        by place; parts: how many parts the whole has
--   statuses      status proves                           0 proves most
--   days          written published                       whole numbers in the order of the days
--   origins       written source origin                   by an origin without its line, and a source: a whole number,
--                 which with a line added is the row's own
--   asked         as_of until                             one row; null asks for everything
--
-- Rows come in no order and hold whole numbers in place of texts, since there may be many millions: `period`,
-- `published` and `origin` are looked up by whoever reads them.  A period that no row wrote, January to a month of a
-- year, is -(12 * year + month).  A value that several rows make has `origins` in place of an origin: a list in no
-- order, which may hold nulls.
-- Values stay decimals.  A weighted mean is left to whoever reads `terms`, the values and weights that it is made of as
-- 'value*weight', in no order: no product of two decimals is sure to fit, and sums of floats differ with their order.
-- Every step ends with a bracket at the margin, where Spark's engine parts them: it would work out a step anew wherever
-- it is read.

WITH known AS (
  -- What was published by the day asked for, about the years asked for, in the indicator's unit of measure.
  -- A mark for a missing value is no number: it neither counts nor replaces an older value.
  SELECT l.region, n.indicator, p.year, p.period, d.published, COALESCE(s.proves, 0) AS proves,
         o.origin + COALESCE(TRY_CAST(m.line AS BIGINT), 0) AS origin,
         -- What is about the same time is one observation: January to December is the year, and a level's time its end.
         CASE i.series WHEN 'flow' THEN p.stretch ELSE p.ends END AS time, p.year_ends,
         CASE i.series WHEN 'flow' THEN p.span END AS span,
         CASE WHEN u.down = 1 THEN CAST(CAST(m.value AS DECIMAL(38, 12)) * u.up AS DECIMAL(38, 12))
              ELSE CAST(CAST(m.value AS DECIMAL(38, 12)) * u.down AS DECIMAL(38, 12)) END AS value
  FROM measurements m
  JOIN names n ON n.written = m.indicator
  JOIN indicators i ON i.indicator = n.indicator
  JOIN units u ON u.indicator = m.indicator AND u.unit = m.unit
  JOIN periods p ON p.written = m.period
  JOIN places l ON l.written = m.region
  JOIN days d ON d.written = COALESCE(m.published, '')
  JOIN origins o ON o.written = COALESCE(SUBSTR(m.origin, 1, LENGTH(m.origin) - LENGTH(m.line)), '')
                AND o.source = COALESCE(m.source, '')
  LEFT JOIN statuses s ON s.status = m.status
  CROSS JOIN asked a
  WHERE (a.as_of IS NULL OR m.published <= a.as_of)
    AND (a.until IS NULL OR p.year <= a.until)
),

-- The latest time first, of a time the newest publication.  Said again with the same value and status is no revision.
-- The row before is the newer vintage or, as `later` says, about a later time; it is null for the latest of all.
turns AS (
  SELECT k.*, LAG(k.time) OVER in_turn AS later,
         CASE WHEN LAG(k.time) OVER in_turn <> k.time OR LAG(k.published) OVER in_turn = k.published THEN 0
              WHEN LAG(k.value) OVER in_turn <> k.value OR LAG(k.proves) OVER in_turn <> k.proves THEN 1
              ELSE 0 END AS changed
  FROM known k
  WINDOW in_turn AS (PARTITION BY k.region, k.indicator
                     ORDER BY k.time DESC, k.published DESC, k.period, k.proves DESC, k.origin DESC)
),

revisions AS (
  SELECT region, indicator, time, COUNT(*) AS revised
  FROM turns
  WHERE changed = 1
  GROUP BY region, indicator, time
),

newest AS (
  SELECT t.region, t.indicator, t.year, t.time, t.period, t.span, t.value, t.proves, t.published, t.origin,
         COALESCE(r.revised, 0) AS revised, CASE WHEN t.later <= t.year_ends THEN t.later END AS later_that_year
  FROM turns t
  LEFT JOIN revisions r ON r.region = t.region AND r.indicator = t.indicator AND r.time = t.time
  WHERE t.later IS NULL OR t.later <> t.time
),

-- A flow's year: the year itself or January to December, which ends last, else four quarters, two halves or twelve
-- months complete.
parts AS (
  SELECT n.region, n.indicator, n.year, n.span, n.period, n.value, n.proves, n.published, n.revised, n.origin
  FROM newest n
  WHERE n.span < 12
    AND NOT EXISTS (SELECT 1 FROM newest w
                    WHERE w.span = 12 AND w.region = n.region AND w.indicator = n.indicator AND w.year = n.year)
),

parted_years AS (
  SELECT n.region, n.indicator, n.year, n.span, MAX(p.ends) AS ends, SUM(n.value) AS value, MAX(n.proves) AS proves,
         MAX(n.published) AS published, SUM(n.revised) AS revised, ARRAY_AGG(n.origin) AS origins
  FROM parts n
  JOIN periods p ON p.period = n.period
  WHERE n.span IN (1, 3, 6)
  GROUP BY n.region, n.indicator, n.year, n.span
  HAVING COUNT(*) * n.span = 12
),

parted_ranked AS (
  SELECT parted_years.*, ROW_NUMBER() OVER (PARTITION BY region, indicator, year
                                            ORDER BY CASE span WHEN 3 THEN 1 WHEN 6 THEN 2 ELSE 3 END) AS choice
  FROM parted_years
),

-- A flow's unfinished years, and the year before each: what had run up since January, by each month.  The month as it
-- was reported (first quarter, first half, 1-9月), else the quarters up to it added up, else the months; none may lack.
unfinished AS (
  SELECT DISTINCT n.region, n.indicator, n.year
  FROM parts n
  WHERE NOT EXISTS (SELECT 1 FROM parted_years y
                    WHERE y.region = n.region AND y.indicator = n.indicator AND y.year = n.year)
),

stretches AS (
  SELECT n.*, p.first_month, p.last_month, p.ends,
         COUNT(*) OVER (PARTITION BY n.region, n.indicator, n.year, n.span ORDER BY n.time) AS place
  FROM newest n
  JOIN periods p ON p.period = n.period
  WHERE n.span IS NOT NULL AND p.kind <> 'day' AND p.last_month < 12
    AND EXISTS (SELECT 1 FROM unfinished u
                WHERE u.region = n.region AND u.indicator = n.indicator AND u.year BETWEEN n.year AND n.year + 1)
),

run_ups AS (
  SELECT region, indicator, year, period, last_month, ends, value, 1 AS way, proves, published, revised, origin,
         NULL AS origins
  FROM stretches WHERE first_month = 1
  UNION ALL
  SELECT l.region, l.indicator, l.year, -(12 * l.year + l.last_month) AS period, l.last_month, l.ends,
         SUM(s.value) AS value, CASE l.span WHEN 3 THEN 2 ELSE 3 END AS way, MAX(s.proves) AS proves,
         MAX(s.published) AS published, SUM(s.revised) AS revised, NULL AS origin,
         ARRAY_AGG(s.origin) AS origins
  FROM stretches l
  JOIN stretches s ON s.region = l.region AND s.indicator = l.indicator AND s.year = l.year AND s.span = l.span
                  AND s.time <= l.time
  WHERE l.span IN (1, 3) AND l.place > 1 AND l.place * l.span = l.last_month
  GROUP BY l.region, l.indicator, l.year, l.last_month, l.ends, l.span
),

-- The furthest that an unfinished year has come, and how far the year before had come by then, where that is finished.
-- No yearly judgement may use either.
part_ranked AS (
  SELECT r.*, ROW_NUMBER() OVER (PARTITION BY r.region, r.indicator, r.year ORDER BY r.ends DESC, r.way) AS choice
  FROM run_ups r
  JOIN unfinished u ON u.region = r.region AND u.indicator = r.indicator AND u.year = r.year
),

before_ranked AS (
  SELECT r.*, ROW_NUMBER() OVER (PARTITION BY r.region, r.indicator, r.year ORDER BY r.way) AS choice
  FROM part_ranked p
  JOIN run_ups r ON r.region = p.region AND r.indicator = p.indicator AND r.year = p.year - 1
                AND r.last_month = p.last_month
  WHERE p.choice = 1
    AND NOT EXISTS (SELECT 1 FROM unfinished u
                    WHERE u.region = r.region AND u.indicator = r.indicator AND u.year = r.year)
),

-- The value of each year: a flow's, and of a level or a running total the latest, at its own time.
yearly AS (
  SELECT n.region, n.indicator, n.year, CASE WHEN n.span IS NULL THEN n.period ELSE -(12 * n.year + 12) END AS period,
         p.ends, n.value, CASE WHEN n.span IS NULL THEN 'latest' WHEN p.kind = 'year' THEN 'year' ELSE 'to_date' END
           AS rule,
         n.proves, n.published, n.revised, n.origin, NULL AS origins
  FROM newest n
  JOIN periods p ON p.period = n.period
  WHERE n.later_that_year IS NULL AND COALESCE(n.span, 12) = 12
  UNION ALL
  SELECT region, indicator, year, -(12 * year + 12) AS period, ends, value,
         CASE span WHEN 3 THEN 'quarters' WHEN 6 THEN 'halves' ELSE 'months' END AS rule,
         proves, published, revised, NULL AS origin, origins
  FROM parted_ranked WHERE choice = 1
),

-- Beside it the latest of the baseline's period, where something of the year is later than that.
baselines AS (
  SELECT n.region, n.indicator, n.year, n.period, n.time AS ends, n.value, n.proves, n.published, n.revised, n.origin
  FROM newest n
  JOIN indicators i ON i.indicator = n.indicator
  WHERE n.span IS NULL AND n.time BETWEEN i.base_begins AND i.base_ends AND n.later_that_year > i.base_ends
),

-- Districts make the city's value where it reported none itself: only all of them together, at one time.  Where it did,
-- what they make at the same time is a check of it.
weights AS (
  SELECT region, indicator, year, value, proves, published, origin, origins
  FROM yearly
  WHERE indicator IN (SELECT weight FROM indicators)
),

weighed AS (
  SELECT y.region, y.indicator, y.year, y.period, y.ends, y.value, y.revised, r.whole, r.parts, i.across,
         w.value AS weight, GREATEST(y.proves, COALESCE(w.proves, 0)) AS proves,
         GREATEST(y.published, COALESCE(w.published, 0)) AS published,
         y.origin, y.origins, w.origin AS weight_origin, w.origins AS weight_origins
  FROM yearly y
  JOIN indicators i ON i.indicator = y.indicator AND i.across <> 'none'
  JOIN regions r ON r.part = y.region
  LEFT JOIN weights w ON w.indicator = i.weight AND w.region = y.region AND w.year = y.year
  WHERE i.across = 'sum' OR w.value >= 0  -- a weight below zero weighs nothing, and neither does one that is missing
),

rolled AS (
  SELECT whole AS region, indicator, year, MIN(period) AS period, ends,
         CASE WHEN MAX(across) = 'sum' THEN SUM(value) END AS value,
         CASE WHEN MAX(across) = 'mean'
              THEN ARRAY_AGG(CONCAT(CAST(value AS STRING), '*', CAST(weight AS STRING))) END AS terms,
         MAX(proves) AS proves, MAX(published) AS published, SUM(revised) AS revised,
         COUNT(*) AS covered, MAX(parts) AS parts,
         CONCAT(ARRAY_AGG(origin), FLATTEN(ARRAY_AGG(origins)),
                ARRAY_AGG(weight_origin), FLATTEN(ARRAY_AGG(weight_origins))) AS origins
  FROM weighed
  GROUP BY whole, indicator, year, ends
),

rolled_ranked AS (
  SELECT r.*, CASE WHEN y.year IS NULL THEN 'districts' ELSE 'check' END AS rule,
         ROW_NUMBER() OVER (PARTITION BY r.region, r.indicator, r.year
                            ORDER BY r.covered DESC, r.ends DESC) AS choice
  FROM rolled r
  LEFT JOIN (SELECT region, indicator, year, ends FROM yearly WHERE region IN (SELECT whole FROM regions)) y
    ON y.region = r.region AND y.indicator = r.indicator AND y.year = r.year
  WHERE y.year IS NULL OR y.ends = r.ends
)

SELECT region, indicator, year, period, ends, value, rule, proves, published, revised, origin, origins,
       0 AS covered, 0 AS parts, NULL AS terms
FROM yearly
UNION ALL
SELECT region, indicator, year, period, ends, value, 'latest', proves, published, revised, origin, NULL, 0, 0, NULL
FROM baselines
UNION ALL
SELECT region, indicator, year, period, ends, value, 'part', proves, published, revised, origin, origins, 0, 0, NULL
FROM part_ranked WHERE choice = 1
UNION ALL
SELECT region, indicator, year, period, ends, value, 'part_before', proves, published, revised, origin, origins, 0, 0,
       NULL
FROM before_ranked WHERE choice = 1
UNION ALL
SELECT region, indicator, year, period, ends, CASE WHEN covered = parts THEN value END AS value, rule,
       proves, published, revised, NULL, origins, covered, parts,
       CASE WHEN covered = parts THEN terms END AS terms
FROM rolled_ranked WHERE choice = 1
