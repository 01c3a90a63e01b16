"""`python -m tutor` is the same as `dltutor`."""

from tutor.cli import main

main()
