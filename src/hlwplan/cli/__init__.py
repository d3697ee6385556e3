"""The command line: arguments in, exit code out; the only room that prints, looks at the clock or finds files."""
