"""For those who write courses: what stands behind each command of `dltutor author`.

    new      scaffold, naming, templates/         a chapter that works from its first minute
    stubs    stubs, cutting                       what learners start from, cut out of the solutions
    lint     lint/, mutation/                     the proof of a course, and small changes that its checks must notice
    record   recording                            how the scripts of a chapter train, over several seeds
    preview  preview, stamps                      a chapter on the screens of a learner, anew at each save
    schema   schema, schema_files, describing     what an editor is told about keys

`commands` declares them; `standing` finds the course that one is about, and `told` names it in sentences to be typed.
"""
