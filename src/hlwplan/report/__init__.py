"""Reports: gaps in, a `Table` out, one function a report.  Pure."""
