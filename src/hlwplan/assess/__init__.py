"""The assessment: plan and observations in, gaps out.  Pure: no file, no engine, no clock."""
