"""The plan: YAML text in, a `Plan` and every diagnostic out."""
