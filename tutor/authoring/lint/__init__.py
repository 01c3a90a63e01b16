"""Is a course sound, and how does one know: what `dltutor author lint` finds.

    static.py   what reading shows, with no process: lessons, texts, answers, check files, leaks, what was proven once
    proofs.py   what trying shows: every exercise's reference, mistakes, right answers, generic wrong answers, mutants,
                judged in forked children by the code that judges learners; one row of proof each
    runs.py     what training shows: each script with the reference, and with the mistakes its `whatif` names
    cache.py    what was tried before with the very same files is not tried again

`lint.py` puts them together; `report.py` shows it. A finding is `sound` (a fault in any course) or `house` (a fault
where `course.yaml` says `rules: full`).
"""
