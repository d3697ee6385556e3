-- From measurements to yearly observations, in the SQL that DuckDB and Spark share.
--
-- Reads, all text unless said otherwise:
--   measurements  indicator region period value unit status published source origin
--   indicators    indicator series across weight base_begins base_ends
--                 indicator: its place in the plan, a whole number, as everywhere but in measurements and units.
--                 weight: the indicator that weighs a mean; null.  The days of the baseline's period; null
--   names         written indicator                       an indicator by the name or id that rows give
--   units         indicator unit up down                   value * up * down is in the indicator's unit (decimals)
--   periods       written period year first_month last_month kind span ends   (numbers whole but `written`, kind and
--                 span; `period` numbers them in the order of preference; ends orders them by their end; span is the
--                 kind that the months make: of 1-12月 the year)
--   places        written region                          a region's place in the plan by the name that rows give
--   regions       part whole parts                         by place; parts: how many parts the whole has
--   statuses      status proves                            0 proves most
--   asked         as_of until                              one row; null asks for everything
--
-- Rows come in no order, and so do `origins` and `sources`, which may hold nulls: whoever reads them sorts.
-- Values stay decimals.  A weighted mean is left to whoever reads `terms`, the values and weights that it is made of as
-- 'value*weight', in no order: no product of two decimals is sure to fit, and sums of floats differ with their order.
-- Every step ends with a bracket at the margin, where Spark's engine parts them: it would work out a step anew wherever
-- it is read.

WITH known AS (
  -- What was published by the day asked for, about the years asked for, in the indicator's unit of measure.
  -- A mark for a missing value is no number: it neither counts nor replaces an older value.
  SELECT n.indicator, l.region, p.ends, p.period, m.published, m.source, m.origin, COALESCE(s.proves, 0) AS proves,
         -- What is about the same time is one observation: January to December is the year, and a level's time its end.
         CASE WHEN i.series <> 'flow' THEN '' ELSE p.span END AS span,
         CASE WHEN u.down = 1 THEN CAST(CAST(m.value AS DECIMAL(38, 12)) * u.up AS DECIMAL(38, 12))
              ELSE CAST(CAST(m.value AS DECIMAL(38, 12)) * u.down AS DECIMAL(38, 12)) END AS value
  FROM measurements m
  JOIN names n ON n.written = m.indicator
  JOIN indicators i ON i.indicator = n.indicator
  JOIN units u ON u.indicator = m.indicator AND u.unit = m.unit
  JOIN periods p ON p.written = m.period
  JOIN places l ON l.written = m.region
  LEFT JOIN statuses s ON s.status = m.status
  CROSS JOIN asked a
  WHERE (a.as_of IS NULL OR m.published <= a.as_of)
    AND (a.until IS NULL OR p.year <= a.until)
),

-- Most of what was said was said once, and is adopted as it is; only the rest has to be put in order.
said AS (
  SELECT indicator, region, ends, span, COUNT(*) AS times, MAX(period) AS period, MAX(value) AS value,
         MAX(proves) AS proves, MAX(published) AS published, MAX(source) AS source, MAX(origin) AS origin
  FROM known
  GROUP BY indicator, region, ends, span
),

-- Said again with the same value and the same status is no revision.
told AS (
  SELECT k.*,
         CASE WHEN k.published = LAG(k.published) OVER in_turn THEN 0
              WHEN k.value <> LAG(k.value) OVER in_turn OR k.proves <> LAG(k.proves) OVER in_turn THEN 1
              ELSE 0 END AS changed
  FROM known k
  JOIN said s ON s.indicator = k.indicator AND s.region = k.region AND s.ends = k.ends AND s.span = k.span
  WHERE s.times > 1
  WINDOW in_turn AS (PARTITION BY k.indicator, k.region, k.ends, k.span ORDER BY k.published NULLS LAST, k.origin)
),

vintages AS (
  SELECT told.*,
         ROW_NUMBER() OVER (PARTITION BY indicator, region, ends, span
                            ORDER BY published DESC, period, proves DESC, origin DESC) AS vintage,
         SUM(changed) OVER (PARTITION BY indicator, region, ends, span) AS revised
  FROM told
),

newest AS (
  SELECT n.indicator, n.region, n.ends, n.span, n.value, n.proves, n.published, n.source, n.origin, n.revised,
         p.written AS period, p.year, p.first_month, p.last_month, p.kind, i.series,
         CASE WHEN n.ends BETWEEN i.base_begins AND i.base_ends THEN 1 ELSE 0 END AS at_base
  FROM (SELECT indicator, region, ends, span, period, value, proves, published, source, origin, 0 AS revised
        FROM said WHERE times = 1
        UNION ALL
        SELECT indicator, region, ends, span, period, value, proves, published, source, origin, revised
        FROM vintages WHERE vintage = 1) n
  JOIN periods p ON p.period = n.period
  JOIN indicators i ON i.indicator = n.indicator
),

-- A flow's year: the year itself or January to December, else four quarters, two halves or twelve months complete.
whole_years AS (
  SELECT indicator, region, year, ends, value, CASE kind WHEN 'year' THEN 'year' ELSE 'to_date' END AS rule, proves,
         published, revised, SPLIT(origin, CHR(0)) AS origins, SPLIT(COALESCE(source, ''), CHR(0)) AS sources
  FROM newest
  WHERE series = 'flow' AND span = 'year'
),

parted_years AS (
  SELECT indicator, region, year, span, MAX(ends) AS ends, SUM(value) AS value, MAX(proves) AS proves,
         MAX(published) AS published, SUM(revised) AS revised,
         ARRAY_AGG(origin) AS origins, ARRAY_AGG(DISTINCT source) AS sources
  FROM newest n
  WHERE series = 'flow' AND span IN ('quarter', 'half', 'month')
    AND NOT EXISTS (SELECT 1 FROM whole_years w
                    WHERE w.indicator = n.indicator AND w.region = n.region AND w.year = n.year)
  GROUP BY indicator, region, year, span
  HAVING COUNT(*) = CASE span WHEN 'quarter' THEN 4 WHEN 'half' THEN 2 ELSE 12 END
),

parted_ranked AS (
  SELECT parted_years.*, ROW_NUMBER() OVER (PARTITION BY indicator, region, year
                                            ORDER BY CASE span WHEN 'quarter' THEN 1 WHEN 'half' THEN 2 ELSE 3 END)
           AS choice
  FROM parted_years
),

flow_years AS (
  SELECT indicator, region, year, CAST(year AS STRING) AS period, ends, value, rule, proves, published, revised,
         origins, sources
  FROM whole_years
  UNION ALL
  SELECT indicator, region, year, CAST(year AS STRING) AS period, ends, value,
         CASE span WHEN 'quarter' THEN 'quarters' WHEN 'half' THEN 'halves' ELSE 'months' END AS rule,
         proves, published, revised, origins, sources
  FROM parted_ranked WHERE choice = 1
),

-- A flow's unfinished years, and the year before each: what had run up since January, by each month.  The month as it
-- was reported (first quarter, first half, 1-9月), else the quarters up to it added up, else the months; none may lack.
unfinished AS (
  SELECT DISTINCT n.indicator, n.region, n.year
  FROM newest n
  WHERE n.series = 'flow'
    AND NOT EXISTS (SELECT 1 FROM flow_years f
                    WHERE f.indicator = n.indicator AND f.region = n.region AND f.year = n.year)
),

stretches AS (
  SELECT n.*, COUNT(*) OVER (PARTITION BY n.indicator, n.region, n.year, n.span ORDER BY n.ends) AS place,
         CASE n.span WHEN 'quarter' THEN 3 WHEN 'month' THEN 1 END AS length
  FROM newest n
  WHERE n.series = 'flow' AND n.kind <> 'day' AND n.last_month < 12
    AND EXISTS (SELECT 1 FROM unfinished u
                WHERE u.indicator = n.indicator AND u.region = n.region AND u.year BETWEEN n.year AND n.year + 1)
),

run_ups AS (
  SELECT indicator, region, year, period, last_month, ends, value, 1 AS way, proves, published, revised,
         SPLIT(origin, CHR(0)) AS origins, SPLIT(COALESCE(source, ''), CHR(0)) AS sources
  FROM stretches WHERE first_month = 1
  UNION ALL
  SELECT l.indicator, l.region, l.year, CONCAT(CAST(l.year AS STRING), '-01/', LPAD(CAST(l.last_month AS STRING), 2, '0'))
           AS period, l.last_month, l.ends, SUM(s.value) AS value, CASE l.span WHEN 'quarter' THEN 2 ELSE 3 END AS way,
         MAX(s.proves) AS proves, MAX(s.published) AS published, SUM(s.revised) AS revised,
         ARRAY_AGG(s.origin) AS origins, ARRAY_AGG(DISTINCT s.source) AS sources
  FROM stretches l
  JOIN stretches s ON s.indicator = l.indicator AND s.region = l.region AND s.year = l.year AND s.span = l.span
                  AND s.ends <= l.ends
  WHERE l.place > 1 AND l.place * l.length = l.last_month
  GROUP BY l.indicator, l.region, l.year, l.last_month, l.ends, l.span
),

-- The furthest that an unfinished year has come, and how far the year before had come by then, where that is finished.
-- No yearly judgement may use either.
part_ranked AS (
  SELECT r.*, ROW_NUMBER() OVER (PARTITION BY r.indicator, r.region, r.year ORDER BY r.ends DESC, r.way) AS choice
  FROM run_ups r
  JOIN unfinished u ON u.indicator = r.indicator AND u.region = r.region AND u.year = r.year
),

before_ranked AS (
  SELECT r.*, ROW_NUMBER() OVER (PARTITION BY r.indicator, r.region, r.year ORDER BY r.way) AS choice
  FROM part_ranked p
  JOIN run_ups r ON r.indicator = p.indicator AND r.region = p.region AND r.year = p.year - 1
                AND r.last_month = p.last_month
  JOIN flow_years f ON f.indicator = r.indicator AND f.region = r.region AND f.year = r.year
  WHERE p.choice = 1
),

-- A level or a running total: the latest of the year, at its own time; beside it the latest of the baseline's period,
-- where that ends before the year does.  No two of a year end together: what is about one time is one observation.
level_ends AS (
  SELECT indicator, region, year, MAX(ends) AS ends, MAX(CASE at_base WHEN 1 THEN ends END) AS base_ends
  FROM newest
  WHERE series <> 'flow'
  GROUP BY indicator, region, year
),

yearly AS (
  SELECT * FROM flow_years
  UNION ALL
  SELECT n.indicator, n.region, n.year, n.period, n.ends, n.value, 'latest' AS rule, n.proves, n.published, n.revised,
         SPLIT(n.origin, CHR(0)) AS origins, SPLIT(COALESCE(n.source, ''), CHR(0)) AS sources
  FROM newest n
  JOIN level_ends l ON l.indicator = n.indicator AND l.region = n.region AND l.year = n.year AND l.ends = n.ends
  WHERE n.series <> 'flow'
),

baselines AS (
  SELECT n.indicator, n.region, n.year, n.period, n.ends, n.value, 'latest' AS rule, n.proves, n.published, n.revised,
         SPLIT(n.origin, CHR(0)) AS origins, SPLIT(COALESCE(n.source, ''), CHR(0)) AS sources
  FROM newest n
  JOIN level_ends l ON l.indicator = n.indicator AND l.region = n.region AND l.year = n.year AND l.base_ends = n.ends
  WHERE n.series <> 'flow' AND l.base_ends < l.ends
),

-- Districts make the city's value where it reported none itself: only all of them together, at one time.  Where it did,
-- what they make at the same time is a check of it.
weighed AS (
  SELECT y.indicator, y.region, y.year, y.period, y.ends, y.value, y.revised, r.whole, r.parts, i.across,
         w.value AS weight, GREATEST(y.proves, COALESCE(w.proves, 0)) AS proves,
         GREATEST(y.published, COALESCE(w.published, y.published)) AS published,
         CASE WHEN w.origins IS NULL THEN y.origins ELSE CONCAT(y.origins, w.origins) END AS origins,
         CASE WHEN w.sources IS NULL THEN y.sources ELSE CONCAT(y.sources, w.sources) END AS sources
  FROM yearly y
  JOIN indicators i ON i.indicator = y.indicator AND i.across <> 'none'
  JOIN regions r ON r.part = y.region
  LEFT JOIN yearly w ON w.indicator = i.weight AND w.region = y.region AND w.year = y.year
  WHERE i.across = 'sum' OR w.value >= 0  -- a weight below zero weighs nothing, and neither does one that is missing
),

rolled AS (
  SELECT indicator, whole AS region, year, MIN(period) AS period, ends,
         CASE WHEN MAX(across) = 'sum' THEN SUM(value) END AS value,
         CASE WHEN MAX(across) = 'mean'
              THEN ARRAY_AGG(CONCAT(CAST(value AS STRING), '*', CAST(weight AS STRING))) END AS terms,
         MAX(proves) AS proves, MAX(published) AS published, SUM(revised) AS revised,
         COUNT(*) AS covered, MAX(parts) AS parts,
         FLATTEN(ARRAY_AGG(origins)) AS origins, FLATTEN(ARRAY_AGG(sources)) AS sources
  FROM weighed
  GROUP BY indicator, whole, year, ends
),

rolled_ranked AS (
  SELECT r.*, CASE WHEN y.year IS NULL THEN 'districts' ELSE 'check' END AS rule,
         ROW_NUMBER() OVER (PARTITION BY r.indicator, r.region, r.year
                            ORDER BY r.covered DESC, r.ends DESC) AS choice
  FROM rolled r
  LEFT JOIN yearly y ON y.indicator = r.indicator AND y.region = r.region AND y.year = r.year
  WHERE y.year IS NULL OR y.ends = r.ends
)

SELECT indicator, region, year, period, ends, value, rule, proves, published, revised, origins, sources,
       0 AS covered, 0 AS parts, SPLIT(CAST(NULL AS STRING), CHR(0)) AS terms
FROM yearly
UNION ALL
SELECT indicator, region, year, period, ends, value, rule, proves, published, revised, origins, sources, 0, 0, NULL
FROM baselines
UNION ALL
SELECT indicator, region, year, period, ends, value, 'part', proves, published, revised, origins, sources, 0, 0, NULL
FROM part_ranked WHERE choice = 1
UNION ALL
SELECT indicator, region, year, period, ends, value, 'part_before', proves, published, revised, origins, sources,
       0, 0, NULL
FROM before_ranked WHERE choice = 1
UNION ALL
SELECT indicator, region, year, period, ends, CASE WHEN covered = parts THEN value END AS value, rule,
       proves, published, revised, origins, sources, covered, parts,
       CASE WHEN covered = parts THEN terms END AS terms
FROM rolled_ranked WHERE choice = 1
