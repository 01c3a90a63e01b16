"""The commands of `dltutor`, each a few lines over `tutor.session`.

    opening, options   what every command needs: a session, the options that they share
    console, report    how something is said: words first, colour only repeats them, learner text never obeyed
    the other files    the commands themselves, by what they are for

`tutor.cli` imports a file only when one of its commands is called.
"""
