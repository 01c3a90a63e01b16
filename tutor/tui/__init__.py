"""The tutor's screens: everything that is shown in the terminal application, and nothing that decides.

    run(session)  ->  TutorApp  ->  home screen  ->  one screen per kind of step (read, quiz, run, exercise, train)

All knowledge comes from `tutor.session.Session`. Three rules hold everywhere here:

* What the learner wrote (code, output, exceptions, file names) reaches the screen only through `tutor.tui.safe`,
  never as markup.
* Whatever may take longer than a blink (loading chapters, checking, training) runs in a thread; the thread posts what
  it learnt, and only the event loop touches widgets.
* First paint needs `app` and `screens.home` only: the other screens are imported when they open, since Markdown, the
  syntax tree and the plot cost more than the whole first screen.
"""
