"""The command line of an installation; one file is one subcommand and nothing else has to know it."""
