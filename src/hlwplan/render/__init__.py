"""Formats: a table or diagnostics in, text out, one module a format."""
