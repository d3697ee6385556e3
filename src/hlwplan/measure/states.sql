-- From measurements to the state of each deliverable, in the SQL that DuckDB and Spark share.
--
-- Reads, all text unless said otherwise; periods, places, statuses and asked are those of reduce.sql:
--   measurements  indicator region period value unit status published source note origin
--   deliverables  written deliverable     a deliverable by the name or id that rows give
--   stages        value stage share       what a value says; share: per cent (a decimal), null where it is a word
--   periods       period first_month kind ends   (numbers whole; ends orders periods by their end)
--   places        written region          a region of the plan by the name that rows give
--   statuses      status proves           0 proves most
--   asked         as_of until             one row; null asks for everything
--
-- A mark for a missing value is in no row of stages: it replaces nothing.

WITH known AS (
  -- What was published by the day asked for, about the years asked for.
  SELECT d.deliverable, l.region, m.period, g.stage, g.share, m.published, m.source, m.note, m.origin,
         p.first_month, p.kind, p.ends, COALESCE(s.proves, 0) AS proves
  FROM measurements m
  JOIN deliverables d ON d.written = m.indicator
  JOIN stages g ON g.value = m.value
  JOIN periods p ON p.written = m.period
  JOIN places l ON l.written = m.region
  LEFT JOIN statuses s ON s.status = m.status
  CROSS JOIN asked a
  WHERE m.unit IS NULL
    AND (a.as_of IS NULL OR m.published <= a.as_of)
    AND (a.until IS NULL OR p.year <= a.until)
),

-- Said again with the same state and status is no revision.
told AS (
  SELECT known.*,
         CASE WHEN published = LAG(published) OVER in_turn
              THEN 0
              WHEN stage <> LAG(stage) OVER in_turn
                OR COALESCE(share, -1) <> LAG(COALESCE(share, -1)) OVER in_turn
                OR proves <> LAG(proves) OVER in_turn
              THEN 1 ELSE 0 END AS changed
  FROM known
  WINDOW in_turn AS (PARTITION BY deliverable, region, ends ORDER BY published NULLS LAST, origin)
),

-- What is about the same day is one state, whose newest vintage counts.  Rows of one day of publication agree, but in a
-- store that version control merged; then one is taken, always the same.
vintages AS (
  SELECT told.*,
         ROW_NUMBER() OVER (PARTITION BY deliverable, region, ends
                            ORDER BY published DESC, first_month, CASE kind WHEN 'year' THEN 0 ELSE 1 END, period,
                                     proves DESC, origin DESC)
           AS vintage,
         SUM(changed) OVER (PARTITION BY deliverable, region, ends) AS revised
  FROM told
),

ranked AS (
  SELECT vintages.*, ROW_NUMBER() OVER (PARTITION BY deliverable, region ORDER BY ends DESC) AS choice
  FROM vintages
  WHERE vintage = 1
)

SELECT deliverable, region, period, stage, share, proves, published, source, note, origin, revised
FROM ranked
WHERE choice = 1
ORDER BY deliverable, region
