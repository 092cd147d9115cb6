"""`python -m crm` is the command line."""

from crm.cli.main import main

main()
